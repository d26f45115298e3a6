"""Experiments as documents: what is refused when they are loaded, and what may not follow on what is in effect."""

import pytest
from pydantic import ValidationError

from slotwise.configuration import Configuration
from slotwise.experiments.life import archive, pause, ramp, rephase, start, stop
from tests.experiments import DAY, HALVES, NOW, experiment, running

PATCHED = [HALVES[0], {**HALVES[1], "weight": 0.4}]


def look(*experiments, before=None):
    """What is wrong with the documents, after others were in effect, as (pointer, code); warnings left out."""
    configuration = Configuration({"experiments": {each.id: each for each in before}}) if before else None
    _, found = Configuration.look_at({"experiments": [each.to_json() for each in experiments]}, before=configuration)
    return [(each.pointer, each.code) for each in found if not each.warning]


def test_it_can_be_written_again():
    """With everything that happened to it."""
    found = pause(ramp(start(experiment(share=0.1), NOW), NOW + 1, 0.5), NOW + 2, "challenger", "why")

    assert Configuration.read({"experiments": [found.to_json()]}).to_json()["experiments"] == [found.to_json()]


@pytest.mark.parametrize(
    "given",
    [
        {"experiment": "Not a name"},
        {"variants": HALVES[:1]},
        {"variants": [HALVES[0], {"variant": "b", "weight": -0.5}]},
        {"variants": [HALVES[0], {"variant": "b", "weight": "half"}]},
        {"share": 0.0},
        {"share": 1.5},
        {"alpha": 0.7},
        {"unit": "device"},
        {"primary": None},
        {"unknown": 1},
    ],
)
def test_wrong_values_are_refused(given):
    """Shares beside 0 to 1, one variant alone, units that there are not, unknown fields."""
    with pytest.raises(ValidationError):
        experiment(**given)


def test_a_sound_one_is_taken():
    """As a draft, while it runs, and when it is over."""
    begun = start(experiment(), NOW)

    assert look(experiment()) == look(begun) == look(stop(begun, NOW)) == look(archive(stop(begun, NOW), NOW)) == []


def test_two_of_a_layer_do_not_own_the_same_buckets():
    """In two layers they may."""
    one, two = running("one"), running("two")

    assert look(one, two) == [("/experiments/0", "buckets_taken"), ("/experiments/1", "buckets_taken")]
    assert look(one, running("two", layer="second")) == []


def test_what_runs_is_not_changed_silently():
    """Neither in the document nor in the phase: weights, unit, touchpoints, and by what it is judged."""
    begun = start(experiment(), NOW)
    variants = experiment(variants=[{**HALVES[0], "weight": 0.6}, {**HALVES[1], "weight": 0.4}]).variants
    phase = begun.phase.model_copy(update={"variants": variants})

    assert look(begun.model_copy(update={"variants": variants}), before=[begun]) == [
        ("/experiments/0/variants", "phase_immutable")
    ]
    assert look(begun.model_copy(update={"variants": variants, "phases": [phase]}), before=[begun]) == [
        ("/experiments/0/phases/0/variants", "phase_immutable")
    ]
    assert look(begun.model_copy(update={"alpha": 0.1}), before=[begun]) == [
        ("/experiments/0/alpha", "phase_immutable")
    ]
    assert look(begun.model_copy(update={"title": "T", "owner": "ann"}), before=[begun]) == []


def test_acts_and_a_new_phase_may_follow():
    """The very changes that are refused within a phase are taken with another."""
    begun = start(experiment(share=0.1), NOW)
    wanted = begun.model_copy(update={"alpha": 0.1, "unit": "session"})

    for after in (ramp(begun, NOW, 0.5), pause(begun, NOW), stop(begun, NOW), rephase(begun, wanted, NOW + DAY)):
        assert look(after, before=[begun]) == []
    assert look(begun, before=[experiment()]) == []


def test_what_was_compared_is_kept():
    """A draft may go; what was started may not, neither by itself nor with the whole document."""
    begun = start(experiment(), NOW)

    assert look(before=[experiment()]) == []
    for was in (begun, stop(begun, NOW), archive(stop(begun, NOW), NOW)):
        assert look(before=[was]) == [("/experiments", "experiment_kept")]
    _, found = Configuration.look_at({}, before=Configuration({"experiments": {"ranker": begun}}))
    assert [each.code for each in found] == ["experiment_kept"]


def test_a_condition_of_what_is_over_may_read_what_there_no_longer_is():
    """Of a phase that runs it may not."""
    documents = {"facts": [{"fact": "person.city", "type": "text"}]}
    when = {"audience": None, "when": "state.gone > 1"}
    over = {**when, "ended_at": NOW + 1}

    def codes(found):
        return [each.code for each in Configuration.look_at({**documents, "experiments": [found.to_json()]})[1]]

    assert codes(running(phase=when)) == ["field_unknown"]
    assert codes(running(status="stopped", phase=over)) == []
