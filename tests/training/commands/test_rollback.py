"""slotwise rollback."""

import json

import pytest
import typer
from typer.testing import CliRunner

from slotwise import shelf
from slotwise.errors import ShelfError
from training.commands.rollback import command
from training.gate import Limits
from training.promotion import Terms, promote
from training.tracking import Tracker

pytestmark = pytest.mark.slow


def run(*arguments: str):
    """Run the command in this process; errors come out as they are."""
    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_one_command_brings_the_old_champion_back(board, tmp_path):
    """It tells what it did, also as a document; with the registry down it tells that too."""
    place, easy = tmp_path / "shelf", Limits(p95_ms=10_000)
    promote(Tracker(board), "board", place, "1", Terms(easy))
    promote(Tracker(board), "board", place, "2", Terms(easy, force="drill"))

    done = run("board", "--shelf", str(place), "--tracking", board, "--json")
    assert json.loads(done.stdout) == {"name": "board", "champion": "1", "previous": "2", "registry": "moved too"}

    down = run("board", "--shelf", str(place), "--tracking", "http://127.0.0.1:9")
    assert "board version 2 is champion again" in down.stdout
    assert "did not follow" in down.stderr
    assert shelf.aliases(place, "board")["champion"].version == "2"


def test_nothing_to_go_back_to(tmp_path, board):
    """An empty shelf is an error with advice."""
    with pytest.raises(ShelfError):
        run("board", "--shelf", str(tmp_path / "shelf"), "--tracking", board)


def test_the_registry_can_follow_by_itself(board, tmp_path):
    """Nothing moves on the shelf, and that the registry is down is said."""
    place, easy = tmp_path / "shelf", Limits(p95_ms=10_000)
    promote(Tracker(board), "board", place, "1", Terms(easy))

    there = run("board", "--follow", "--shelf", str(place), "--tracking", board, "--json")
    assert json.loads(there.stdout) == {"name": "board", "registry": "moved"}
    assert "moved" not in run("board", "--follow", "--shelf", str(place), "--tracking", "http://127.0.0.1:9").stdout
