"""Showing: every claim is found by itself and told over its seeds."""

import pytest

from slotwise.errors import ConfigError
from training.simulate import closed_loop
from training.simulate.closed_loop import Claim, Figure
from training.simulate.closed_loop.showing import show


class Counting(Claim):
    """Shows the seed itself."""

    name = "counting"
    title = "Counting"
    persons = 5

    def show(self, seed, persons, folder, watch):
        """The seed and the size."""
        assert folder.is_dir()
        assert not list(folder.iterdir())
        watch("counting", 0.5)
        return {"seed": float(seed), "persons": float(persons)}

    def figures(self, shown):
        """The mean seed."""
        return [Figure("seed", sum(each["seed"] for each in shown) / len(shown), 0.0, 9.0)]


@pytest.fixture
def counting(monkeypatch):
    """Let the room hold one claim."""
    monkeypatch.setattr("training.simulate.closed_loop.showing.claims", lambda: {"counting": Counting()})


def test_a_claim_is_shown_over_all_seeds(counting):
    """Worlds come in the order of the seeds, of the claim's own size, each in a folder of its own."""
    told = []
    found = show(seeds=(1, 2, 3), watch=lambda what, done: told.append((what, done)))["counting"]
    assert [each["seed"] for each in found["worlds"]] == [1.0, 2.0, 3.0]
    assert found["worlds"][0]["persons"] == 5.0
    assert found["figures"] == [
        {"figure": "seed", "value": 2.0, "low": 0.0, "high": 9.0, "target": "", "reached": None}
    ]
    assert told[0] == ("counting: counting", pytest.approx(0.5 / 3))


@pytest.mark.parametrize("wrong", [{"wanted": ["nothing"]}, {"seeds": ()}, {"persons": 0}])
def test_what_cannot_be_shown_is_told(counting, wrong):
    """An unknown claim, no seed and nobody are errors that say what was expected."""
    with pytest.raises(ConfigError) as caught:
        show(**wrong)
    assert caught.value.expected


def test_every_file_of_the_room_is_a_claim():
    """Each claim has a title and a size; the rooms's other files are no claims."""
    found = closed_loop.claims()
    assert "key_areas" in found
    assert all(claim.title and claim.persons > 0 for claim in found.values())
