"""`slotwise import` makes a data set folder and says what it set aside."""

import json
import subprocess
import sys

MAPPING = (
    'name = "shop"\nnotes = ["times are local"]\n[[events]]\nfiles = ["log.csv"]\nperson = "who"\nproduct = "what"\n'
    'time = "when"\ntype = {constant = "view"}\n'
)


def slotwise(*arguments):
    """Run the command line."""
    return subprocess.run(
        [sys.executable, "-m", "slotwise", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def prepared(tmp_path):
    """A mapping and a log with one good and one bad row."""
    (tmp_path / "m.toml").write_text(MAPPING)
    (tmp_path / "log.csv").write_text("who,what,when\na,p,2024-01-01\nb,p,never\n")
    return tmp_path / "m.toml", tmp_path / "log.csv", "--to", tmp_path / "out"


def test_the_counts_are_shown_and_the_rejects_named(tmp_path):
    """A table on standard output; notes and what was set aside on standard error."""
    done = slotwise("import", *prepared(tmp_path))

    assert done.returncode == 0, done.stderr
    assert "events" in done.stdout
    assert "times are local" in done.stderr
    assert "1 row (bad_time)" in done.stderr
    assert "in the future" not in done.stderr
    assert "2024-01-01 00:00 UTC" in " ".join(done.stdout.split())
    assert (tmp_path / "out" / "rejects.parquet").is_file()


def test_a_log_that_ends_in_the_future_is_told(tmp_path):
    """One wrong year would make everything else long past; it is a row like others, so it is told, not dropped."""
    mapping, log, *to = prepared(tmp_path)
    log.write_text(log.read_text() + "c,p,2199-01-01\n")
    done = slotwise("import", mapping, log, *to)

    assert done.returncode == 0, done.stderr
    assert "ends in the future, at 2199-01-01" in " ".join(done.stderr.split())


def test_json_is_the_description_of_the_data_set(tmp_path):
    """With --json one document and nothing else: what stands in dataset.json, and the folder."""
    done = slotwise("import", *prepared(tmp_path), "--json")
    document = json.loads(done.stdout)

    assert done.stderr == ""
    assert document.pop("folder") == str(tmp_path / "out")
    assert document == json.loads((tmp_path / "out" / "dataset.json").read_text())
    assert document["rows"]["events"] == {"rows": 2, "accepted": 1, "rejected": 1}


def test_input_that_does_not_fit_is_refused_with_advice(tmp_path):
    """Status 2, the stable code, and nothing written."""
    mapping, log, *to = prepared(tmp_path)
    log.write_text("a,b\n1,2\n")
    done = slotwise("import", mapping, log, *to, "--json")

    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "import_invalid"
    assert not (tmp_path / "out").exists()
