"""slotwise promote."""

import json

import pytest
import typer
from typer.testing import CliRunner

from slotwise.baking import Guard, under_way
from slotwise.errors import GateError, ShelfError
from training.commands.promote import command

pytestmark = pytest.mark.slow


def run(*arguments: str):
    """Run the command in this process; errors come out as they are."""
    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_a_version_is_promoted_and_published(board, tmp_path):
    """The document names champion, bundle and digest; the bundle is there."""
    place = str(tmp_path / "shelf")
    done = run("board", "--version", "1", "--tracking", board, "--shelf", place, "--max-ms", "10000", "--json")

    document = json.loads(done.stdout)
    assert document["champion"] == "1"
    assert (tmp_path / "shelf" / "board").is_dir()
    assert document["bundle"].startswith(place)


def test_the_gate_says_why_not(board, tmp_path):
    """A refused version leaves with every reason; forced, the reasons are told as overruled, and how to undo it."""
    place = ["--tracking", board, "--shelf", str(tmp_path / "shelf"), "--max-ms", "10000"]
    first = run("board", "--version", "1", *place)
    assert "To undo" not in first.stderr

    with pytest.raises(GateError):
        run("board", "--version", "2", *place)
    forced = run("board", "--version", "2", "--force", "drill", *place)
    assert "overruled" in forced.stderr
    assert "in place of version 1" in forced.stdout
    assert f"slotwise rollback board --shelf {tmp_path / 'shelf'} --tracking {board}" in forced.stderr


def test_a_new_champion_can_be_watched(board, tmp_path):
    """Hours and guardrails are taken, and told."""
    place = ["--tracking", board, "--shelf", str(tmp_path / "shelf"), "--max-ms", "10000"]
    run("board", "--version", "1", *place)
    done = run("board", "--version", "2", "--force", "x", "--bake", "12", "--guard", "click_through=0.2", *place)

    assert "For 12 h it is rolled back by itself" in done.stderr
    bake = under_way(tmp_path / "shelf" / "board")
    assert (bake.until - bake.since, bake.guards) == (12 * 3_600_000, (Guard("click_through", 0.2),))
    with pytest.raises(ShelfError):
        run("board", "--version", "1", "--guard", "clicks", *place)
