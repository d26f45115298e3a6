"""The life of an experiment: what each act writes, and what it refuses with which reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.buckets import count, overlap, without
from slotwise.conditions import Condition
from slotwise.documents import World
from slotwise.documents.experiments import Experiment, Pinned
from slotwise.errors import ExperimentError
from slotwise.experiments.life import CLOCKS, allocate, archive, pause, ramp, rephase, resume, start, stop
from tests.experiments import DAY, HALVES, NOW, experiment

MODELS = [{"variant": "control", "weight": 0.5}, {"variant": "challenger", "weight": 0.5, "model": "next"}]
PINNED = {"challenger": Pinned(model="slotwise", version="12", folder="12-ab", digest="ab")}


def refused(act, *given, **more):
    """The error of an act that may not be done."""
    with pytest.raises(ExperimentError) as error:
        act(*given, **more)
    return error.value


def sound(*experiments):
    """Assert that nothing is wrong with the documents, and give the first back."""
    entries = {"experiments": {each.experiment: each for each in experiments}}
    found = [problem for each in experiments for problem in each.check(entries, World())]
    assert [each for each in [*found, *Experiment.check_all(entries, World())] if not each.warning] == []
    return experiments[0]


def test_a_start_writes_the_first_phase():
    """All that is compared is copied into it, with the version that the model meant and the audience's condition."""
    when = Condition.of('person.city == "SZ"')
    draft = experiment(variants=MODELS, audience="sz", touchpoints=["home"], share=0.05)
    begun = start(draft, NOW, PINNED, when=when)
    phase = begun.phase

    assert (begun.status, phase.number, phase.began_at, phase.ended_at) == ("running", 1, NOW, None)
    assert (phase.variants, phase.touchpoints, phase.audience, phase.when) == (draft.variants, ["home"], "sz", when)
    assert phase.pinned == PINNED
    assert [(each.at, each.share, count(each.buckets)) for each in phase.ramp] == [(NOW, 0.05, 500)]


def test_what_does_not_resolve_is_not_started():
    """An alias that is no version, an audience that there is not, weights that make no whole."""
    assert refused(start, experiment(variants=MODELS), NOW).pointer == "/variants/1/model"
    assert refused(start, experiment(audience="gone"), NOW).pointer == "/audience"
    ninety = [HALVES[0], {**HALVES[1], "weight": 0.4}]
    error = refused(start, experiment(variants=ninety), NOW)
    assert (error.pointer, error.expected, error.given) == ("/variants", 1, 0.9)


def test_experiments_of_a_layer_get_buckets_of_their_own():
    """Until there is no room left; then it is said how much there is."""
    one = start(experiment("one", share=0.6), NOW)
    two = start(experiment("two", share=0.4), NOW, others=[one])
    sound(one, two)
    error = refused(start, experiment("three", share=0.1), NOW, others=[one, two])

    assert overlap(one.phase.ramp[0].buckets, two.phase.ramp[0].buckets) == []
    assert (error.expected, error.given) == ("at most 0", 0.1)
    assert start(experiment("three", share=0.1, layer="second"), NOW, others=[one, two]).status == "running"


def test_freed_buckets_rest():
    """For 14 days after a stop nobody else gets them, and on the day after they are free."""
    over = stop(start(experiment("over", share=1.0), NOW), NOW + DAY)
    after = experiment("after", share=0.01)

    assert refused(start, after, NOW + 15 * DAY - 1, others=[over]).expected == "at most 0"
    sound(start(after, NOW + 15 * DAY, others=[over]), over)


def test_a_smaller_share_in_a_new_phase_frees_buckets():
    """What the new phase does not keep rests; what it keeps stays its own."""
    first = start(experiment("one", share=0.6), NOW)
    second = rephase(first, first, NOW + DAY, share=0.1)
    other = start(experiment("two", share=0.4), NOW + DAY, others=[second])

    sound(second, other)
    assert count(second.phase.ramp[0].buckets) == 1_000
    assert not without(second.phase.ramp[0].buckets, first.phase.ramp[0].buckets)
    assert overlap(other.phase.ramp[0].buckets, first.phase.ramp[0].buckets) == []


@given(st.lists(st.integers(2, 10_000), min_size=1, max_size=6, unique=True).map(sorted))
def test_a_ramp_only_grows(shares):
    """Every step owns what the one before owned, and the document stays sound; the other way is refused."""
    found = start(experiment(share=0.0001), NOW)
    for place, each in enumerate(shares):
        found = ramp(found, NOW + place, each / 10_000)
    sound(found)

    assert [count(each.buckets) for each in found.phase.ramp[1:]] == shares
    error = refused(ramp, found, NOW + 99, shares[-1] / 10_000)
    assert (error.pointer, "new phase" in error.hint) == ("/share", True)
    assert refused(ramp, found, NOW + 99, 0.0001).pointer == "/share"
    assert refused(ramp, found, NOW + 99, 1.5).pointer == "/share"


def test_a_ramp_grows_around_the_others():
    """Buckets in between belong to another experiment, and stay its own."""
    one = start(experiment("one", share=0.1), NOW)
    two = start(experiment("two", share=0.1), NOW, others=[one])
    more = ramp(one, NOW, 0.5, [one, two])

    sound(more, two)
    assert count(more.phase.ramp[-1].buckets) == 5_000


def test_a_variant_is_paused_and_goes_on():
    """The experiment runs on meanwhile; each pause is written with its reason."""
    paused = pause(start(experiment(), NOW), NOW + 5, "challenger", "complaints")
    again = sound(resume(paused, NOW + 9, "challenger"))

    assert paused.status == again.status == "running"
    assert [(each.variant, each.at, each.until, each.why) for each in again.phase.pauses] == [
        ("challenger", NOW + 5, NOW + 9, "complaints")
    ]
    sound(pause(again, NOW + 9, "challenger"))


def test_the_whole_is_paused_and_goes_on():
    """Nothing but going on and stopping is possible meanwhile."""
    paused = sound(pause(start(experiment(), NOW), NOW + 5, why="release"))

    assert (paused.status, resume(paused, NOW + 9).status, stop(paused, NOW + 9).status) == (
        "paused", "running", "stopped",
    )  # fmt: skip
    for act in (lambda: ramp(paused, NOW + 9, 1.0), lambda: pause(paused, NOW + 9, "challenger")):
        assert refused(act).given == "paused"


def test_pauses_that_make_no_sense_are_refused():
    """Control alone, nobody, twice; and nothing goes on that was not paused."""
    begun = start(experiment(), NOW)

    assert refused(pause, begun, NOW, "control").given == "control"
    assert refused(pause, begun, NOW, "nobody").given == "nobody"
    assert refused(pause, pause(begun, NOW, "challenger"), NOW, "challenger").given == "challenger"
    assert refused(resume, begun, NOW, "challenger").given == "challenger"
    assert refused(resume, begun, NOW).given == "running"


def test_a_stop_ends_the_phase_and_its_pauses():
    """It is the last thing that happens to it but for the archive, which forgets the testers."""
    begun = start(experiment(forced={"tester": "challenger"}), NOW)
    stopped = sound(stop(pause(begun, NOW + 1, "challenger"), NOW + 5))
    away = sound(archive(stopped, NOW + 6))

    assert (stopped.phase.ended_at, stopped.phase.pauses[0].until) == (NOW + 5, NOW + 5)
    assert (away.status, away.forced, away.phases) == ("archived", {}, stopped.phases)
    for act in (start, stop, archive):
        assert refused(act, away, NOW + 9).given == "archived"
    assert refused(start, stopped, NOW + 9).given == "stopped"


def test_other_weights_are_a_new_phase():
    """With another salt; the phase before is kept as it was, but for its end."""
    begun = start(experiment(share=0.2), NOW)
    wanted = begun.model_copy(
        update={"variants": experiment(variants=[{**HALVES[0], "weight": 0.9}, {**HALVES[1], "weight": 0.1}]).variants}
    )
    second = sound(rephase(begun, wanted, NOW + DAY))

    assert [(each.number, each.began_at, each.ended_at) for each in second.phases] == [
        (1, NOW, NOW + DAY), (2, NOW + DAY, None),
    ]  # fmt: skip
    assert [each.weight for each in second.phase.variants] == [0.9, 0.1]
    assert second.phases[0].variants == begun.phase.variants
    assert second.phase.ramp[0].buckets == begun.phase.ramp[0].buckets
    assert refused(rephase, begun, begun.model_copy(update={"layer": "x"}), NOW + DAY).pointer == "/layer"
    assert refused(rephase, experiment(), experiment(), NOW).given == "draft"


def test_a_moved_alias_does_not_drift_into_the_phase():
    """The version is the phase's own; only a new phase pins another one."""
    begun = start(experiment(variants=MODELS, share=0.1), NOW, PINNED)
    moved = {"challenger": Pinned(model="slotwise", version="13", folder="13-cd", digest="cd")}

    assert ramp(begun, NOW, 1.0).phase.pinned == PINNED
    second = rephase(begun, begun, NOW + 1, moved)
    assert [each.pinned["challenger"].version for each in second.phases] == ["12", "13"]


def test_experiments_that_change_the_same_thing_do_not_run_side_by_side():
    """Two models at one touchpoint, or two patches of one entry; other touchpoints or one layer are free to."""
    home = start(experiment("one", variants=MODELS, touchpoints=["home"], share=0.1), NOW, PINNED)

    def second(**given):
        return experiment("two", variants=MODELS, share=0.1, **given)

    assert refused(start, second(layer="b"), NOW, PINNED, [home]).expected == "one layer for both, or other touchpoints"
    assert refused(start, second(layer="b", touchpoints=["home", "x"]), NOW, PINNED, [home]).given == ["home"]
    assert start(second(layer="b", touchpoints=["bill"]), NOW, PINNED, [home]).status == "running"
    assert start(second(), NOW, PINNED, [home]).status == "running"
    patch = [HALVES[0], {**HALVES[1], "patch": {"rules": {"r": {"enabled": False}}}}]
    patched = start(experiment("one", variants=patch, touchpoints=["home"], share=0.1), NOW)
    other = experiment("two", variants=patch, touchpoints=["bill"], share=0.1, layer="b")
    assert refused(start, other, NOW, others=[patched]).given == "rules/r"


def test_a_bandit_is_allocated_in_batches():
    """From its start on, each with the next number; other kinds keep their weights."""
    begun = start(experiment(kind="bandit"), NOW)
    second = sound(allocate(begun, NOW + DAY, [0.2, 0.8]))

    assert [(each.at, each.batch, each.weights) for each in second.phase.allocations] == [
        (NOW, 0, [0.5, 0.5]), (NOW + DAY, 1, [0.2, 0.8]),
    ]  # fmt: skip
    assert refused(allocate, begun, NOW, [0.5, 0.6]).pointer == "/weights"
    assert refused(allocate, begun, NOW, [1.0]).pointer == "/weights"
    assert refused(allocate, start(experiment(), NOW), NOW, [0.5, 0.5]).given == "ab"


def late():
    """An experiment that something happened to last at NOW + 9."""
    bandit = start(experiment(kind="bandit", share=0.1), NOW)
    return pause(ramp(bandit, NOW + 5, 0.2), NOW + 9, "challenger")


def test_nobody_is_drawn_by_a_clock_that_went_back():
    """What enrols or draws units is refused, with the moment that is expected."""
    begun, wrong = late(), NOW + 9 - CLOCKS - 1

    for act in (
        lambda: ramp(begun, wrong, 0.5),
        lambda: rephase(begun, begun, wrong),
        lambda: allocate(begun, wrong, [0.1, 0.9]),
    ):
        assert refused(act).expected == f"at least {NOW + 9}"


def test_what_happens_next_is_not_before_what_happened_last():
    """A clock that is a little behind is borne, and whoever pauses or stops is never kept from it."""
    begun = late()

    assert ramp(begun, NOW, 0.5).phase.ramp[-1].at == NOW + 9
    assert allocate(begun, NOW, [0.1, 0.9]).phase.allocations[-1].at == NOW + 9
    assert [each.began_at for each in rephase(begun, begun, NOW).phases] == [NOW, NOW + 9]
    for clock in (NOW, NOW - DAY):
        assert stop(begun, clock).phase.ended_at == NOW + 9
        assert pause(begun, clock).phase.pauses[-1].at == NOW + 9
        assert resume(begun, clock, "challenger").phase.pauses[-1].until == NOW + 9
