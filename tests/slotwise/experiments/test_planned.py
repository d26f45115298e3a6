"""Planned: what was true of a phase at a moment."""

from slotwise.experiments.planned import Planned
from tests.experiments import NOW, running

TWO_STEPS = [
    {"at": NOW, "share": 0.01, "buckets": [[0, 100]]},
    {"at": NOW + 10, "share": 0.05, "buckets": [[0, 500]]},
]


def planned(**phase):
    """The phase of a running experiment, prepared."""
    found = running(phase=phase, **({"kind": "bandit"} if "allocations" in phase else {}))
    return Planned.of(found, found.phases[0])


def test_a_ramp_holds_from_its_moment_on():
    """Nothing before the beginning, then the step whose moment came last."""
    phase = planned(ramp=TWO_STEPS)

    assert [phase.buckets_at(NOW + each) for each in (-1, 0, 9, 10)] == [(), (0, 100), (0, 100), (0, 500)]


def test_it_runs_from_its_beginning_up_to_without_its_end():
    """The moment of the end belongs to what comes after."""
    phase = planned(ended_at=NOW + 10)

    assert [phase.runs_at(NOW + each) for each in (-1, 0, 9, 10)] == [False, True, True, False]


def test_pauses_begin_and_end():
    """A pause without an end lasts."""
    phase = planned(pauses=[{"variant": "challenger", "at": NOW + 1, "until": NOW + 3}, {"at": NOW + 5}])

    assert [phase.paused_at(NOW + each) for each in (0, 1, 2, 3, 5, 99)] == [
        frozenset(), {"challenger"}, {"challenger"}, frozenset(), {None}, {None},
    ]  # fmt: skip


def test_every_batch_of_a_bandit_draws_anew():
    """By its own salt and weights, from its moment on; whoever asks about an earlier moment gets the earlier batch."""
    batches = [{"at": NOW, "batch": 0, "weights": [0.5, 0.5]}, {"at": NOW + 10, "batch": 1, "weights": [0.1, 0.9]}]
    phase = planned(allocations=batches)

    assert [phase.drawing_at(NOW + each).salt for each in (0, 9, 10)] == [
        "exp:ranker#1.0", "exp:ranker#1.0", "exp:ranker#1.1",
    ]  # fmt: skip
    assert phase.drawing_at(NOW + 10).weights == (0.1, 0.9)


def test_it_covers_its_touchpoints_or_all():
    """Without touchpoints it is everywhere."""
    assert planned().covers(["a"])
    assert planned(touchpoints=["a", "b"]).covers(["b", "c"])
    assert not planned(touchpoints=["a"]).covers(["c"])
    assert planned(touchpoints=["a"]).covers(None)
