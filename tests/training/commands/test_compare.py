"""slotwise compare."""

import json

import pytest
import typer
from typer.testing import CliRunner

from training.commands.compare import command

pytestmark = pytest.mark.slow


def run(*arguments: str):
    """Run the command in this process; errors come out as they are."""
    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_two_versions_side_by_side(board):
    """Values, difference with interval, and a word where they are told apart."""
    done = run("board", "1", "2", "--tracking", board)

    assert "version 1" in done.stdout
    assert "higher" in done.stdout


def test_as_a_document(board):
    """Metrics and touchpoints with both values and the difference."""
    document = json.loads(run("board", "1", "2", "--tracking", board, "--json").stdout)

    assert (document["one"], document["other"]) == ("1", "2")
    assert document["metrics"]["ndcg@10"]["difference"]["low"] > 0
    assert "home" in document["touchpoints"]
