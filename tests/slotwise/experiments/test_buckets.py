"""Buckets of an experiment: none of another's, none that rest, and never fewer than before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.buckets import count, overlap, without
from slotwise.errors import ExperimentError
from slotwise.experiments.buckets import free, grown
from slotwise.experiments.life import start, stop
from tests.experiments import DAY, NOW, experiment


def started(name, share, layer="main"):
    """An experiment that runs alone in its layer."""
    return start(experiment(name, share=share, layer=layer), NOW)


def test_own_buckets_and_other_layers_are_free():
    """Only others of the same layer take buckets away."""
    one, two, far = started("one", 0.3), started("two", 0.1), started("far", 1.0, "second")

    assert free(one, [one, far], NOW) == [(0, 10_000)]
    assert free(experiment("new"), [one, far], NOW) == [(3_000, 10_000)]
    assert count(free(experiment("new"), [one, two], NOW)) == 7_000


def test_a_stopped_ones_rest():
    """They are free when 14 days are over, to the millisecond."""
    over = stop(started("over", 0.3), NOW + DAY)

    assert count(free(experiment("new"), [over], NOW + 15 * DAY - 1)) == 7_000
    assert count(free(experiment("new"), [over], NOW + 15 * DAY)) == 10_000


@given(st.integers(1, 4_000), st.integers(1, 4_000), st.integers(1, 6_000))
def test_it_grows_by_as_many_as_are_asked_for(own, other, wanted):
    """Own ones first; another's never."""
    beside = started("beside", other / 10_000)
    owned = grown(experiment("e"), [], own / 10_000, [beside], NOW)
    more = grown(experiment("e"), owned, wanted / 10_000, [beside], NOW)

    assert (count(owned), count(more)) == (own, wanted)
    assert not overlap(more, beside.phase.ramp[-1].buckets)
    assert not without(owned, more) or not without(more, owned)


def test_what_is_owned_stays_where_others_made_room_below():
    """A ramp takes in the buckets that became free, and gives none of its own up for them."""
    beside = started("beside", 0.3)
    owned = grown(experiment("e"), [], 0.2, [beside], NOW)

    assert owned == [(3_000, 5_000)]
    assert grown(experiment("e"), owned, 0.4, [stop(beside, NOW)], NOW + 15 * DAY) == [(0, 2_000), (3_000, 5_000)]
    assert grown(experiment("e"), owned, 0.1, [], NOW) == [(3_000, 4_000)]


def test_a_full_layer_says_how_much_room_there_is():
    """The share that is left is what is expected."""
    with pytest.raises(ExperimentError) as error:
        grown(experiment("e"), [], 0.8, [started("one", 0.3)], NOW)

    assert (error.value.expected, error.value.given, error.value.pointer) == ("at most 0.7", 0.8, "/share")
