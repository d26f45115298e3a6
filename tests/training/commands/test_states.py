"""The command `slotwise states`."""

import json

import typer
from typer.testing import CliRunner

from training.commands.states import command
from training.simulate.run import simulate


def test_states_are_written_and_counted(tmp_path):
    """The file is there, and its size is told as one JSON document."""
    simulate(tmp_path / "data", persons=10, days=2)
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, [str(tmp_path / "data"), str(tmp_path / "states.gz"), "--json"])

    assert result.exit_code == 0
    assert json.loads(result.stdout)["states"] >= 1
    assert (tmp_path / "states.gz").is_file()
