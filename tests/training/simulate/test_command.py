"""The command `slotwise simulate`."""

import json

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
