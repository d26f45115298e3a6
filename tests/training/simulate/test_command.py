"""The command `slotwise simulate`."""

import json
from datetime import datetime, timedelta, timezone

import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from training.simulate.command import simulate


@pytest.fixture(scope="module")
def app():
    """The command on its own."""
    application = typer.Typer()
    application.command()(simulate)
    return application


def test_json_is_one_document(app, tmp_path):
    """With --json standard output is the summary and nothing else."""
    result = CliRunner().invoke(app, [str(tmp_path / "data"), "--persons", "20", "--days", "2", "--json"])

    assert result.exit_code == 0
    assert json.loads(result.stdout)["rows"]["persons"] == 20
    assert (tmp_path / "data" / "events.parquet").is_file()


def test_people_get_a_table(app, tmp_path):
    """Without --json the counts come as a table."""
    result = CliRunner().invoke(app, [str(tmp_path / "data"), "--persons", "20", "--days", "2"])

    assert result.exit_code == 0
    assert "convert" in result.stdout


def test_population_below_one_is_refused(app, tmp_path):
    """The option's range is checked before anything is written."""
    assert CliRunner().invoke(app, [str(tmp_path / "data"), "--persons", "0"]).exit_code == 2


def test_a_log_begins_on_the_day_that_is_asked_for(app, tmp_path):
    """With --start the first day is another one; what is no day is refused."""
    options = [str(tmp_path / "data"), "--persons", "5", "--days", "2", "--start"]
    begin = int(datetime(2026, 11, 2, tzinfo=timezone(timedelta(hours=8))).timestamp() * 1_000)

    assert CliRunner().invoke(app, [*options, "2026-11-02"]).exit_code == 0
    decided = pq.read_table(tmp_path / "data" / "decisions.parquet", columns=["decided_at"])["decided_at"].to_pylist()
    assert begin <= min(decided)
    assert max(decided) < begin + 2 * 86_400_000
    assert CliRunner().invoke(app, [*options, "yesterday"]).exit_code == 2
