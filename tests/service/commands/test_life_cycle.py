"""`slotwise life-cycle`: phases counted, tiers fitted."""

import json

import pytest
from typer.testing import CliRunner

from service.commands.audience import commands as audience
from service.commands.config import commands as config
from service.commands.life_cycle import commands

PHASES = [
    {"phase": "money", "kind": "score", "fact": "state.spend", "thresholds": [1.0]},
    {"phase": "core", "kind": "tier", "from_points": 1.0},
]


@pytest.fixture
def run(data_dir_of_test, tmp_path):
    """Runs a command on an installation with a life cycle and the columns of nobody."""
    where = ["--data-dir", str(data_dir_of_test), "--json"]
    file = tmp_path / "life_cycle.json"
    file.write_text(json.dumps(PHASES))
    assert CliRunner().invoke(config, ["apply", str(file), "-m", "first", *where]).exit_code == 0
    assert CliRunner().invoke(audience, ["refresh", *where]).exit_code == 0
    return lambda *arguments: json.loads(CliRunner().invoke(commands, [*arguments, *where]).stdout)


def test_phases_are_counted(run):
    """Nobody is in any."""
    assert run("show") == {"persons": 0, "stage": {}, "tier": {"core": 0}, "growth": {}}


def test_tiers_are_fitted_only_when_asked(run):
    """Showing changes nothing; --fit makes a revision."""
    assert run("tiers")["revision"] is None
    assert [each["phase"] for each in run("tiers")["life_cycle"]] == ["money", "core"]
    assert run("tiers", "--fit", "--share", "0.3")["revision"] == 2
