"""The command `slotwise demo`: its options; the whole of it is what `make demo` runs."""

import typer
from typer.testing import CliRunner

from service.commands.demo import command


def test_the_world_has_a_least_size():
    """Options are checked before anything is written."""
    app = typer.Typer()
    app.command()(command)

    assert CliRunner().invoke(app, ["--persons", "1"]).exit_code == 2
    assert "--exit" in CliRunner(env={"COLUMNS": "200"}).invoke(app, ["--help"]).stdout
