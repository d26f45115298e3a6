"""The command `slotwise doctor`."""

import json

import typer
from typer.testing import CliRunner

from service.commands.doctor import command


def run(*arguments, **environment):
    """Run the command in an environment."""
    app = typer.Typer()
    app.command()(command)
    return CliRunner(env={f"SLOTWISE_{name}": value for name, value in environment.items()}).invoke(
        app, list(arguments)
    )


def test_all_is_well(data_dir_of_test):
    """Status 0 and a table, or one JSON document."""
    shown = run("--port", "0", DATA_DIR=str(data_dir_of_test))
    document = json.loads(run("--port", "0", "--json", DATA_DIR=str(data_dir_of_test)).stdout)

    assert shown.exit_code == 0
    assert "checkerboard" in shown.stdout
    assert document["ok"] is True
    assert {"python", "libraries", "threads", "kernel", "shelf", "database", "port"} <= {
        each["name"] for each in document["checks"]
    }


def test_what_is_wrong_gives_status_one(tmp_path):
    """An empty shelf is not well."""
    assert run("--port", "0", DATA_DIR=str(tmp_path)).exit_code == 1
