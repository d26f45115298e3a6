"""slotwise traffic."""

import json

import pytest
import typer
from typer.testing import CliRunner

from slotwise.errors import ServiceError
from tests.training.simulate.traffic.conftest import address, lived
from training.commands.traffic import command
from training.simulate.run import simulate

__all__ = ["address", "lived"]
pytestmark = pytest.mark.slow


def run(*arguments: str):
    """Run the command in this process; errors come out as they are."""
    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_persons_use_a_service(address, tmp_path):
    """It tells what they did and that all of it was accepted."""
    simulate(tmp_path / "log", 60, 3, seed=3)
    done = run(str(tmp_path / "log"), "--url", address, "--pages", "20", "--json")

    document = json.loads(done.stdout)
    assert document["pages"] >= 20
    assert document["accepted"] == sum(document["events"].values())
    assert document["unanswered"] == document["refused"] == document["dropped"] == 0


def test_without_a_service_nothing_is_simulated(tmp_path):
    """It says where it looked and what to do."""
    simulate(tmp_path / "log", 20, 2, seed=3)
    with pytest.raises(ServiceError) as refused:
        run(str(tmp_path / "log"), "--url", "http://127.0.0.1:9")
    assert "slotwise serve" in refused.value.hint
