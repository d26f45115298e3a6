"""slotwise publish."""

import json

import pytest
import typer
from typer.testing import CliRunner

from slotwise import shelf
from training.commands.publish import command

pytestmark = pytest.mark.slow


def test_a_version_stands_beside_the_champion(board, tmp_path):
    """It is found by its number and its alias, the registry says which run made it, and nothing is served by it."""
    app = typer.Typer()
    app.command()(command)
    place = tmp_path / "shelf"
    done = CliRunner().invoke(app, ["board", "--version", "2", "--shelf", str(place), "--tracking", board, "--json"])

    document = json.loads(done.stdout)
    assert (document["version"], document["alias"]) == ("2", "challenger")
    found = shelf.find(place, "board", "challenger")
    assert found == shelf.find(place, "board", "2")
    assert shelf.run_of(place, "board", found.folder) == document["run_id"] != ""
    assert shelf.CHAMPION not in shelf.aliases(place, "board")
