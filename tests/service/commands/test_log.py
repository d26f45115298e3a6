"""The commands `slotwise log ...`: they do what they say, and say what they did."""

import json

import pytest
from typer.testing import CliRunner

from service.commands.log import commands
from service.retention import DAY
from service.settings import Settings
from service.stores.database import Database
from service.stores.decisions import Decisions, Logged

CALL = CliRunner()


@pytest.fixture
def decisions(data_dir_of_test):
    """The decisions of an installation."""
    database = Database(Settings(data_dir=data_dir_of_test).database_url)
    database.prepare()
    yield Decisions(database)
    database.close()


def run(*arguments):
    """What a command prints as JSON."""
    result = CALL.invoke(commands, [str(each) for each in (*arguments, "--json")], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_export_writes_a_data_set(data_dir_of_test, decisions, tmp_path):
    """With the rows that it tells."""
    found = run("export", "--data-dir", data_dir_of_test, "--to", tmp_path / "out", "--since", "2026-01-01")

    assert found["folder"] == str(tmp_path / "out")
    assert (tmp_path / "out" / "products.parquet").is_file()
    assert found["rows"]["decisions"] == 0


def test_prune_drops_what_the_settings_say(data_dir_of_test, decisions, monkeypatch):
    """And nothing when they say nothing."""
    decisions.add([Logged("old", 5 * DAY, "p", b"{}")])
    assert run("prune", "--data-dir", data_dir_of_test) == {"dropped": {}}
    monkeypatch.setenv("SLOTWISE_KEEP_DECISIONS_DAYS", "30")

    assert run("prune", "--data-dir", data_dir_of_test) == {"dropped": {"decisions": 1, "assignments": 0}}
    assert decisions.record("old") is None


def test_parity_compares_what_was_served(make_app, data_dir_of_test):
    """And tells how many, and how many came out the same."""
    from service.app import EXTENSION
    from tests.service.asking import decide

    app = make_app()
    for number in range(4):
        decide(app.test_client(), person={"id": f"p{number}"}, deadline_ms=60_000)
    app.extensions[EXTENSION].background.log.flush()
    found = run("parity", "--data-dir", data_dir_of_test, "--sample", "3")

    assert (found["compared"], found["equal"], found["different"], found["left_out"]) == (3, 3, [], {})
