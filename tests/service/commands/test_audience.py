"""The command `slotwise audience`: everybody, counted and looked at."""

import json

from typer.testing import CliRunner

from service.commands.audience import commands
from tests.service.commands.town import run

__all__ = ["run"]


def test_sizes_members_and_overlaps(run):
    """Audiences are listed, counted, looked at and compared."""
    assert {each["audience"] for each in run("list")["audiences"]} == {"leavers", "cities", "all", "capped", "never"}
    assert run("size", "leavers")["members"] == 40
    assert len(run("preview", "leavers", "--count", 3)["members"]) == 3
    assert run("overlap", "leavers", "--tags")["names"] == ["leavers", "left", "seen"]


def test_columns_tell_as_of_when_they_are(tmp_path):
    """As a moment, and how long it took to a tenth of a second; of nobody too."""
    done = CliRunner().invoke(commands, ["refresh", "--data-dir", str(tmp_path), "--json"])
    told = json.loads(done.stdout)

    assert told["as_of"].endswith("Z")
    assert told["seconds"] == round(told["seconds"], 1)
