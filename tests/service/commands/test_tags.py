"""`slotwise tags`: from proposed to retired by command."""

import json

import pytest
from typer.testing import CliRunner

from service.commands.tags import commands

TAG = {"tag": "looks", "behaviour": "browsed", "category": "plan", "window_days": 7.0, "expiry_days": 7.0}


@pytest.fixture
def run(data_dir_of_test):
    """Runs a command on an installation and returns what it prints as JSON, or its exit code."""

    def run(*arguments):
        told = CliRunner().invoke(commands, [*arguments, "--data-dir", str(data_dir_of_test), "--json"])
        return json.loads(told.stdout) if told.exit_code == 0 else told

    return run


def test_a_tag_goes_its_way(run, tmp_path):
    """Each command is one revision."""
    file = tmp_path / "tag.json"
    file.write_text(json.dumps(TAG))
    assert run("propose", str(file), "-m", "to see")["revision"] == 1
    assert run("list")["data"][0]["status"] == "proposed"
    assert run("approve", "looks", "-m", "good")["revision"] == 2
    assert run("go-live", "looks", "-m", "now", "--author", "ann")["status"] == "live"
    assert [each["tag"] for each in run("list", "--status", "live")["data"]] == ["looks"]
    assert run("retire", "looks", "-m", "enough")["revision"] == 4


def test_a_step_that_is_left_out_is_refused(run, tmp_path):
    """And a file that holds no tag."""
    file = tmp_path / "tag.json"
    file.write_text(json.dumps(TAG))
    run("propose", str(file), "-m", "to see")
    assert run("go-live", "looks", "-m", "now").exit_code != 0
    file.write_text("[]")
    assert run("propose", str(file), "-m", "to see").exit_code != 0


def test_counts_need_the_columns_of_all_persons(run, tmp_path):
    """Which one command makes; until then nothing is counted, and that is told."""
    from service.commands.audience import commands as audience

    file = tmp_path / "tag.json"
    file.write_text(json.dumps(TAG))
    run("propose", str(file), "-m", "to see")
    assert run("list", "--counts")["persons"] is None
    CliRunner().invoke(audience, ["refresh", "--data-dir", str(tmp_path / "data"), "--json"])
    assert run("list", "--counts")["persons"] == 0
    assert run("show", "looks")["held_by"] == 0
