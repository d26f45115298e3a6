"""Whoever asks learns what stands on the shelf, what is watched, and who moved what."""

import pytest

from service.baking import Baking
from service.shelf_told import bakes, moved, told
from slotwise import baking, bundle, moves, shelf
from slotwise.baking import Bake, Guard
from slotwise.metering import Metering
from slotwise.moves import Said


@pytest.fixture
def place(tmp_path):
    """A shelf of two versions, the second one champion."""
    for version in ("1", "2"):
        bundle.write(tmp_path / version, {"model": {"text": version}}, {}, {})
        shelf.publish(
            tmp_path / "shelf", "m", version, tmp_path / version, run_id=f"r{version}", said=Said("ann", version)
        )
    return tmp_path / "shelf"


def test_bundles_have_aliases_and_runs(place):
    """The run is the link back to the registry."""
    found = {each["version"]: (each["aliases"], each["run_id"]) for each in told(place)}
    assert found == {"1": (["previous"], "r1"), "2": (["champion"], "r2")}


def test_moves_are_told_last_first(place):
    """With author and reason; a trail that cannot be read hides no other."""
    assert [(each["version"], each["by"], each["before"]) for each in moved(place)] == [
        ("2", "ann", "1"),
        ("1", "ann", ""),
    ]
    (place / "m" / moves.MOVES).unlink()
    (place / "m" / moves.MOVES).mkdir()
    assert moved(place) == []


def test_what_bakes_is_told_with_its_guardrails(place, tmp_path):
    """A metric that the dictionary does not have is left out; a damaged file hides nothing else."""
    watched = Baking(place, lambda: Metering(None, {}), tmp_path / "lock")
    assert bakes(watched) == []
    baking.begin(place / "m", Bake("2-x", "2", 0, 3_600_000, (Guard("ctr", 0.1),)))
    assert bakes(watched) == [
        {
            "name": "m",
            "version": "2",
            "since": "1970-01-01T00:00:00.000Z",
            "until": "1970-01-01T01:00:00.000Z",
            "guards": [],
        }
    ]
    (place / "m" / baking.BAKE).write_text("{")
    assert bakes(watched) == []
