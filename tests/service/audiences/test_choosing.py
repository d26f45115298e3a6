"""Choosing: who is over their limit is left out on both sides, and counted."""

from types import SimpleNamespace

from service.audiences.choosing import Choosing, Chosen
from slotwise.documents.audiences import Audience

DAY = 86_400_000


def audience(**given):
    """An audience, changed as given."""
    return Audience(**{"audience": "a", "when": "person.age > 1", **given})


def test_the_window_is_the_limits_own():
    """Exports of the last days count, so many as the limit says; without a limit nobody is asked for."""
    asked = []
    choosing = Choosing(lambda since, most: asked.append((since, most)) or {"p"})

    assert choosing.over_limit(audience(contact={"most": 2, "days": 3.0}), 10 * DAY) == {"p"}
    assert asked == [(7 * DAY, 2)]
    assert choosing.over_limit(audience(), 0) == ()
    assert choosing.over_limit(audience(contact={"most": 0, "days": 3.0}), 0) == ()
    assert len(asked) == 1


def test_both_sides_are_counted():
    """Treated and held-out persons together are the members."""
    chosen = Chosen([("a", True), ("b", False), ("c", True)], 4)

    assert (chosen.treated, chosen.held_out, chosen.over_limit) == (2, 1, 4)


def test_limits_are_of_everybody():
    """Whoever is named is left out, whatever side they are on."""
    asking = SimpleNamespace(now=0)
    part = SimpleNamespace(ids=["a", "b", "c"])
    import numpy as np

    questions = SimpleNamespace(
        asking=asking,
        audience=lambda name: audience(contact={"most": 1, "days": 1.0}),
        members=lambda name: [(SimpleNamespace(part=part), np.arange(3), np.array([True, False, False]))],
    )

    assert Choosing(lambda since, most: {"b"}).choose(questions, "a") == Chosen([("a", False), ("c", True)], 1)
