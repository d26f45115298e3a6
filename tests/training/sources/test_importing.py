"""Imports as a whole: real sets, real dirt, and input that is not what the mapping says."""

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from slotwise.analysis.query import parquet
from slotwise.errors import SourceError
from training.sources.importing import import_dataset
from training.sources.ready import ready_names

MAPPING = '[[events]]\nfiles = ["log.*"]\nperson = "who"\nproduct = "what"\ntime = "when"\ntype = {constant = "view"}\n'
LOG = "who,what,when\na,p1,2024-01-01\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", ready_names())
def test_every_ready_mapping_imports_its_set(data_dir, tmp_path, name):
    """All rows of the real sets are accepted, and the same input gives the same bytes."""
    again, summary = (import_dataset(name, data_dir / name, tmp_path / "out") for _ in range(2))

    assert again == summary
    assert summary["rejects"] == {}
    assert all(counts["rows"] == counts["accepted"] > 0 for counts in summary["rows"].values())


def test_an_offer_without_person_and_time_keeps_its_outcome(data_dir, tmp_path):
    """in_vehicle_coupon: one decision a row with one placement, its person's attributes, and a click when accepted."""
    import_dataset("in_vehicle_coupon", data_dir / "in_vehicle_coupon", tmp_path / "out")
    files = {name: parquet(tmp_path / "out" / f"{name}.parquet") for name in ("decisions", "events", "persons")}
    offers = parquet(data_dir / "in_vehicle_coupon" / "offers.parquet")
    with duckdb.connect() as connection:
        joined = (
            f'SELECT product_id, "attribute.age", "context.weather", e.event_id IS NOT NULL '
            f"FROM {files['decisions']} d JOIN {files['persons']} USING (person_id) "
            f"LEFT JOIN (SELECT decision_id, event_id FROM {files['events']}) e USING (decision_id) ORDER BY decided_at"
        )
        found = connection.execute(joined).fetchall()
        expected = connection.execute(f"SELECT product, age, scene_weather, accepted = 1 FROM {offers}").fetchall()

    assert found == expected


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(run_import):
    """A CSV file as a spreadsheet writes it."""
    done = run_import(MAPPING, {"log.csv": b"\xef\xbb\xbf" + LOG.replace("\n", "\r\n").encode()})

    assert [(row["person_id"], row["product_id"]) for row in done.rows("events")] == [("a", "p1")]


def test_names_of_columns_and_files_can_hold_anything(run_import):
    """Quotes, blanks and Chinese in a header are no SQL."""
    mapping = MAPPING.replace('"who"', "'谁\"; DROP TABLE x; --'").replace("log.*", "l'og *.csv")
    done = run_import(mapping, {"l'og [1].csv": LOG.replace("who", '"谁""; DROP TABLE x; --"')})

    assert done.summary["files"]["events.parquet"] == 1


def test_a_missing_column_is_named(run_import, tmp_path):
    """The error says which file lacks which column and which ones it has; no folder appears."""
    with pytest.raises(SourceError) as caught:
        run_import(MAPPING, {"log.csv": LOG.replace("when", "at")})

    assert (caught.value.code, caught.value.pointer, caught.value.given) == ("import_invalid", "when", "who, what, at")
    assert "log.csv" in caught.value.detail
    assert not (tmp_path / "out").exists()


def test_a_column_of_another_kind_is_named_with_its_first_row(run_import):
    """Times in another unit than the mapping says fail in every row: that is the mapping's mistake."""
    mapping = MAPPING.replace('time = "when"', 'time = {column = "when", unit = "s"}')
    with pytest.raises(SourceError) as caught:
        run_import(mapping, {"log.csv": LOG})

    assert caught.value.pointer == "when"
    assert caught.value.given == "2024-01-01"
    assert "row 1" in caught.value.detail


def test_a_log_without_a_usable_row_stops(run_import):
    """With the counts by reason."""
    with pytest.raises(SourceError) as caught:
        run_import(MAPPING, {"log.csv": "who,what,when\n,p1,2024-01-01\na,p1,never\n"})

    assert caught.value.given == {"bad_time": 1, "missing_id": 1}


def test_a_torn_parquet_file_is_named(run_import, tmp_path):
    """Half a file is no file."""
    pq.write_table(pa.table({"who": ["a"], "what": ["p"], "when": ["2024-01-01"]}), tmp_path / "whole.parquet")
    with pytest.raises(SourceError) as caught:
        run_import(MAPPING, {"log.parquet": (tmp_path / "whole.parquet").read_bytes()[:-20]})

    assert "log.parquet" in caught.value.detail


def test_progress_is_told_step_by_step(tmp_path):
    """From nothing done to all done, the files by name."""
    (tmp_path / "log.csv").write_text(LOG)
    (tmp_path / "m.toml").write_text('name = "t"\n' + MAPPING)
    steps = []
    import_dataset(tmp_path / "m.toml", [tmp_path / "log.csv"], tmp_path / "out", lambda *step: steps.append(step))

    assert steps == [("reading log.csv", 0, 2), ("sorting and writing", 1, 2), ("imported", 2, 2)]
