"""What an experiment has lived through: histories that cannot have happened are refused, whoever wrote them."""

import pytest

from slotwise.documents.trial_lived import lived_wrong
from tests.experiments import HALVES, NOW, running

STEP = {"at": NOW, "share": 0.01, "buckets": [[0, 100]]}
BATCH = {"at": NOW, "batch": 0, "weights": [0.5, 0.5]}
PINNED = {"model": "slotwise", "version": "1", "folder": "1-ab", "digest": "ab"}
MODEL = [HALVES[0], {**HALVES[1], "model": "next"}]


def wrong(found):
    """What is wrong with it, as (pointer, code)."""
    return [(each.pointer, each.code) for each in lived_wrong(found)]


def of_phase(**phase):
    """What is wrong with a phase that is changed as given; pointers are relative to it."""
    kind = {"kind": "bandit"} if "allocations" in phase else {}
    return [(pointer.removeprefix("/phases/0"), code) for pointer, code in wrong(running(phase=phase, **kind))]


def test_a_sound_one_is_taken():
    """With a ramp, pauses and allocations."""
    more = {**STEP, "at": NOW + 9, "share": 0.02, "buckets": [[0, 100], [500, 600]]}
    pauses = [{"variant": "challenger", "at": NOW + 1, "until": NOW + 2}]
    batches = [{"at": NOW, "batch": 0, "weights": [0.5, 0.5]}, {"at": NOW + 5, "batch": 1, "weights": [0, 1]}]

    assert of_phase(ramp=[STEP, more], pauses=pauses, allocations=batches) == []


@pytest.mark.parametrize(
    ("phase", "found"),
    [
        ({"number": 2}, ("/number", "value_wrong")),
        ({"pinned": {"challenger": PINNED}}, ("/pinned", "reference_unknown")),
        ({"pauses": [{"variant": "gone", "at": NOW}]}, ("/pauses/0", "reference_unknown")),
        ({"pauses": [{"variant": "challenger", "at": NOW, "until": NOW - 1}]}, ("/pauses/0/until", "out_of_range")),
        ({"ramp": []}, ("/ramp", "out_of_range")),
        ({"ramp": [{**STEP, "at": NOW - 1}]}, ("/ramp", "out_of_range")),
        ({"ramp": [STEP, {**STEP, "at": NOW - 1}]}, ("/ramp", "out_of_range")),
        ({"ramp": [{**STEP, "share": 0.5}]}, ("/ramp/0/share", "buckets_invalid")),
        ({"ramp": [{**STEP, "buckets": [[0, 60], [50, 100]]}]}, ("/ramp/0/buckets", "buckets_invalid")),
        ({"ramp": [{**STEP, "buckets": [[100, 50]]}]}, ("/ramp/0/buckets", "buckets_invalid")),
        ({"ramp": [STEP, {**STEP, "buckets": [[100, 200]]}]}, ("/ramp/1/buckets", "ramp_shrinks")),
        ({"allocations": [{**BATCH, "weights": [0.5]}]}, ("/allocations/0/weights", "weights_not_whole")),
        ({"allocations": [{**BATCH, "weights": [0.5, 0.6]}]}, ("/allocations/0/weights", "weights_not_whole")),
    ],
)  # fmt: skip
def test_what_cannot_have_happened_is_refused(phase, found):
    """Each with its place."""
    assert of_phase(**phase) == [found]


def test_batches_come_one_after_the_other():
    """Never two with one number, and never an earlier one later."""
    for other in ({**BATCH, "at": NOW + 1}, {**BATCH, "at": NOW - 1, "batch": 1}):
        assert of_phase(allocations=[BATCH, other]) == [("/allocations", "out_of_range")]


def test_the_status_fits_the_phases():
    """Nothing runs without a phase, nothing is over with an open one, and a pause of the whole is a status too."""
    begun = running()
    for given in (
        begun.model_copy(update={"phases": []}),
        begun.model_copy(update={"status": "draft"}),
        begun.model_copy(update={"status": "stopped"}),
        begun.model_copy(update={"status": "paused"}),
        running(phase={"ended_at": NOW + 1}),
        running(phase={"pauses": [{"at": NOW}]}),
        running(status="draft", phase={"ended_at": NOW + 1}),
    ):
        assert wrong(given) == [("/status", "status_wrong")]
    assert wrong(running(status="paused", phase={"pauses": [{"at": NOW}]})) == []


@pytest.mark.parametrize(
    ("given", "at"),
    [({"unit": "session"}, "/unit"), ({"touchpoints": ["home"]}, "/touchpoints"), ({"audience": "a"}, "/audience")],
)
def test_what_runs_is_what_is_written(given, at):
    """A document that says another thing than its phase is refused."""
    assert wrong(running().model_copy(update=given)) == [(at, "phase_immutable")]


def test_models_are_pinned():
    """Of every variant that names one."""
    assert wrong(running(variants=MODEL)) == [("/phases/0/pinned", "reference_unknown")]


def test_phases_follow_one_another():
    """The next begins when the one before has ended."""
    first, second = (
        running().phases[0],
        running(phase={"number": 2, "began_at": NOW + 5, "ramp": [{**STEP, "at": NOW + 5}]}),
    )
    ended = first.model_copy(update={"ended_at": NOW + 9})

    both = second.model_copy(update={"phases": [ended, second.phases[0]]})
    assert wrong(both) == [("/phases/1/began_at", "out_of_range")]
    both = second.model_copy(update={"phases": [ended.model_copy(update={"ended_at": NOW + 5}), second.phases[0]]})
    assert wrong(both) == []
