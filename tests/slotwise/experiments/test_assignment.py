"""Assignment: who gets what, in which order it is decided, and that nobody ever moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.conditions import Condition
from slotwise.documents.holdouts import Holdout
from slotwise.experiments.assigned import Assigned, Reason
from slotwise.experiments.assignment import Plan, assign
from tests.experiments import NOW, experiment, running

PEOPLE = [f"p_{each}" for each in range(4_000)]
HOLDOUT = Holdout(holdout="global", share=0.1)


def everybody(_condition):
    """An audience that everybody is in."""
    return True


def asked(experiments, unit="p_1", *, now=NOW, holdouts=(), inside=everybody, touchpoints=("home",), **forced):
    """What one request gets."""
    return assign(experiments, holdouts, {"person": unit, "session": "s_1"}, touchpoints, inside, now, forced)


def variants(experiments, **given):
    """Everybody's variant of the first experiment, empty where they are not enrolled."""
    plan = Plan.of(experiments, given.pop("holdouts", ()))
    now = given.pop("now", NOW)
    return [plan.assign({"person": each}, ["home"], everybody, now)[0].variant for each in PEOPLE]


def test_a_known_answer():
    """The documented example: anybody with SHA-256 finds the same."""
    (found,) = asked([running()], "p_1")

    assert found == Assigned("ranker", 1, "challenger", 0.5, Reason.ASSIGNED, "challenger")


def test_one_for_each_experiment_that_covers_what_is_asked():
    """Those elsewhere, drafts and what has ended are not mentioned; those who are not enrolled are, with the reason."""
    many = [
        running("here"),
        running("there", touchpoints=["bill"]),
        experiment("draft"),
        running("over", status="stopped"),
        running("full", phase={"ramp": [{"at": NOW, "share": 0.0001, "buckets": [[0, 1]]}]}),
    ]

    assert [(each.experiment, each.reason) for each in asked(many)] == [
        ("here", Reason.ASSIGNED), ("full", Reason.OTHER_BUCKET),
    ]  # fmt: skip


def test_forced_comes_first():
    """By the document or by the request, even for whom a holdout or a pause would leave out, and it does not count."""
    tried = running(forced={" 试用 ": "challenger"}, phase={"pauses": [{"at": NOW}]})
    everyone = Holdout(holdout="all", share=0.5)

    for found in (
        *asked([tried], "试用", holdouts=[everyone]),
        *asked([tried], "p_9", ranker="challenger"),
        *asked([tried], None, ranker="challenger"),
    ):
        assert found == Assigned("ranker", 1, "challenger", 1.0, Reason.FORCED, "challenger")
        assert not found.counts


def test_a_variant_that_there_is_not_is_not_forced():
    """The unit is assigned as if nobody had asked."""
    assert asked([running()], "p_1", ranker="nothing") == asked([running()], "p_1")


@pytest.mark.parametrize("unit", [None, "", '""', True, 1.5])
def test_without_an_id_nobody_is_enrolled(unit):
    """Never at random: chance that cannot be repeated is no assignment."""
    (found,) = asked([running()], unit)

    assert (found.reason, found.variant, found.served, found.counts) == (Reason.NO_UNIT, "", "", False)


def test_experiments_on_sessions_ask_for_the_session():
    """The unit is what the phase says; a person without a session is not enrolled there."""
    anonymous = running(unit="session")

    assert asked([anonymous], None)[0].reason is Reason.ASSIGNED
    assert assign([anonymous], [], {"person": "p_1"}, ["home"], everybody, NOW)[0].reason is Reason.NO_UNIT


def test_a_holdout_is_never_touched():
    """About its share of everybody, the same in all experiments, also in those on sessions."""
    held = {each for each in PEOPLE if asked([running()], each, holdouts=[HOLDOUT])[0].reason is Reason.HOLDOUT}
    many = [running("a", layer="one"), running("b", layer="two"), running("c", unit="session")]

    assert 300 < len(held) < 500
    for each in PEOPLE[:200]:
        reasons = {found.reason is Reason.HOLDOUT for found in asked(many, each, holdouts=[HOLDOUT])}
        assert reasons == {each in held}


def test_a_stranger_is_held_out_by_the_session():
    """Of whom nothing but the session is known, that is what is held out."""
    anonymous = running(unit="session")
    units = [{"person": None, "session": each} for each in PEOPLE]
    held = [
        assign([anonymous], [HOLDOUT], each, ["home"], everybody, NOW)[0].reason is Reason.HOLDOUT for each in units
    ]

    assert 300 < sum(held) < 500


def test_a_holdout_holds_while_it_is_open():
    """Before and after it nobody is held out."""
    short = Holdout(holdout="all", share=0.5, begins_at=NOW + 10, ends_at=NOW + 20)
    unit = next(each for each in PEOPLE if asked([running()], each, holdouts=[short], now=NOW + 10)[0].variant == "")

    assert [asked([running()], unit, holdouts=[short], now=NOW + at)[0].variant == "" for at in (9, 10, 19, 20)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_the_audience_is_asked_behind_the_bucket():
    """With the condition that the phase froze, and only of units whose bucket is owned."""
    condition = Condition.of('person.city == "SZ"')
    asked_for = []

    def nobody(when):
        asked_for.append(when)
        return False

    phase = {"when": condition, "audience": "a"}
    assert asked([running(phase=phase)], inside=nobody)[0].reason is Reason.NOT_IN_AUDIENCE
    assert asked_for == [condition]
    none = {**phase, "ramp": [{"at": NOW + 1, "share": 0.5, "buckets": [[0, 5_000]]}]}
    assert asked([running(phase=none)], inside=nobody)[0].reason is Reason.OTHER_BUCKET
    assert asked_for == [condition]


def test_a_paused_variant_is_answered_by_control():
    """Its units stay in it all the same, and so do control's."""
    paused = running(phase={"pauses": [{"variant": "challenger", "at": NOW + 5, "until": NOW + 9}]})

    assert asked([paused], "p_1", now=NOW + 5)[0] == Assigned(
        "ranker", 1, "challenger", 0.5, Reason.ASSIGNED, "control"
    )
    assert variants([paused]) == variants([paused], now=NOW + 5) == variants([paused], now=NOW + 9)


def test_a_paused_experiment_enrols_nobody():
    """As if there were none."""
    paused = running(status="paused", phase={"pauses": [{"at": NOW + 5}]})

    assert asked([paused], now=NOW + 4)[0].counts
    assert asked([paused], now=NOW + 5)[0] == Assigned("ranker", 1, "", 0.0, Reason.PAUSED, "")


def test_a_clock_that_is_behind_finds_nothing_running_yet():
    """A worker whose clock is behind the one that started it says so, and never falls back on chance."""
    assert asked([running()], now=NOW - 1)[0].reason is Reason.NOT_RUNNING


def test_a_moment_of_the_phase_before_gets_the_phase_before():
    """Replays and clocks that are behind draw as was drawn then."""
    first, second = (running(phase={"number": each, "began_at": NOW + each}).phases[0] for each in (1, 2))
    both = running().model_copy(update={"phases": [first.model_copy(update={"ended_at": NOW + 2}), second]})

    assert [asked([both], now=NOW + each)[0].phase for each in (1, 2, 3)] == [1, 2, 2]


@given(st.lists(st.integers(1, 10_000), min_size=2, max_size=5, unique=True))
def test_a_ramp_moves_nobody(owned):
    """Whoever is in stays in their variant, however far it is ramped; a larger share only adds units."""
    steps = [
        {"at": NOW + place, "share": each / 10_000, "buckets": [[0, each]]} for place, each in enumerate(sorted(owned))
    ]
    plan = Plan.of([running(phase={"ramp": steps})], [])
    for unit in PEOPLE[:40]:
        seen = [plan.assign({"person": unit}, ["home"], everybody, NOW + at)[0].variant for at in range(len(steps))]
        entered = [each for each in seen if each]
        assert len(set(entered)) <= 1
        assert seen == [""] * (len(seen) - len(entered)) + entered


def test_layers_cross_evenly_and_one_layer_excludes():
    """Two experiments of a layer share no unit; two layers make four about equal quarters."""
    halves = ([[0, 5_000]], [[5_000, 10_000]])
    same = [
        running(f"e{n}", phase={"ramp": [{"at": NOW, "share": 0.5, "buckets": own}]}) for n, own in enumerate(halves)
    ]
    crossed = [running("e1", layer="one"), running("e2", layer="two")]
    quarters: dict[tuple[str, ...], int] = {}
    for unit in PEOPLE:
        assert [bool(each.variant) for each in asked(same, unit)].count(True) == 1
        found = tuple(each.variant for each in asked(crossed, unit))
        quarters[found] = quarters.get(found, 0) + 1

    assert len(quarters) == 4
    assert all(900 < each < 1_100 for each in quarters.values())


@pytest.mark.parametrize(("one", "other"), [(1029, "1029"), ("caf\u00e9", "cafe\u0301"), ('"用户"', "用户")])
def test_one_id_however_it_is_written(one, other):
    """Numbers and texts, composed and decomposed accents, quotes: the same unit, the same variant."""
    assert asked([running()], one) == asked([running()], other)


def test_interleaving_enrols_without_a_variant_of_its_own():
    """Every decision mixes all variants, so that the unit has none; it counts all the same."""
    (found,) = asked([running(kind="interleaving")])

    assert (found.variant, found.served, found.probability, found.counts) == ("interleaved", "interleaved", 1.0, True)


def test_of_a_mixture_with_a_paused_variant_control_is_left():
    """The units stay in the experiment."""
    paused = running(kind="interleaving", phase={"pauses": [{"variant": "challenger", "at": NOW}]})
    (found,) = asked([paused])

    assert (found.variant, found.served, found.counts) == ("interleaved", "control", True)


def test_a_bandit_draws_by_its_batch():
    """With the probability of the allocation in force at the moment."""
    batches = [{"at": NOW, "batch": 0, "weights": [1.0, 0.0]}, {"at": NOW + 10, "batch": 1, "weights": [0.0, 1.0]}]
    bandit = running(kind="bandit", phase={"allocations": batches})

    assert [asked([bandit], now=NOW + at)[0][2:4] for at in (0, 10)] == [("control", 1.0), ("challenger", 1.0)]
