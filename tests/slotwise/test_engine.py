"""decide(): the same arguments, the same answer; no input makes it raise."""

import gc
import socket
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise import person
from slotwise.configuration import Configuration
from slotwise.decision import Ask, Decision, ServiceLevel, Wanted
from slotwise.engine import decide
from slotwise.events import Event
from slotwise.features import Items
from slotwise.policies.greedy import Greedy
from slotwise.policies.plackett_luce import PlackettLuce
from slotwise.rules.diversity import Diversity
from slotwise.rules.once_per_page import OncePerPage
from slotwise.scene import Scenes
from tests.worlds import make_catalog, make_model, make_state, make_world

TEXT = st.text(st.characters(exclude_categories=()), max_size=6)
FACTS = st.dictionaries(
    TEXT | st.sampled_from(["channel", "data_used_ratio"]), TEXT | st.floats() | st.integers(), max_size=4
)


def wanted_of(model, *asks: Ask, seed: str = "d1", **more) -> Wanted:
    return Wanted(asks or (Ask("home", 5), Ask("bill", 3), Ask("feed", 4)), model.as_of + 1000, seed, **more)


def flat(decision: Decision) -> list[tuple]:
    """Everything of a decision that can be compared."""
    return [
        (each.touchpoint, each.level, each.placements, each.considered.tolist(), each.scores.tobytes(), each.short)
        for each in decision.slates
    ] + [decision.scene, decision.notes]


def placed(decision: Decision) -> list[int]:
    return [each.product for slate in decision.slates for each in slate.placements]


def test_the_same_arguments_give_the_same_answer(ranked_checkerboard):
    """Bit by bit, also in a live world that has answered others before."""
    model = ranked_checkerboard
    state = make_state("p", ["p2", "p4"], model.as_of - 1, city="SZ")
    fresh = [model.live(model.counts, model.trail, model.as_of) for _ in range(2)]
    wanted = wanted_of(model, context={"channel": "web", "data_used_ratio": 1.2})
    for seed in range(20):
        decide(model, make_state("q", [f"p{seed}"], model.as_of - 1), wanted_of(model, seed=str(seed)), fresh[1])

    assert flat(decide(model, state, wanted, fresh[0])) == flat(decide(model, state, wanted, fresh[1]))


def test_nothing_is_left_to_collect(ranked_checkerboard):
    """What a decision needed goes with its answer: it leaves no circle of objects that keep each other."""
    tag = {"tag": "left_plan", "behaviour": "left", "category": "plan", "window_days": 7.0, "expiry_days": 7.0}
    scene = {"scene": "left", "when": '"left_plan" in tags || context.city == "SZ"'}
    rule = {"rule": "few", "kind": "diversity", "parameters": {"most": 2}, "when": '"left_plan" in tags'}
    documents = {"tags": [{**tag, "status": "live"}], "scenes": [scene], "rules": [rule]}
    model = ranked_checkerboard.configured(Configuration.load(documents))
    state = make_state("p", ["p2", "p0"], model.as_of - 1, "leave")
    decide(model, state, wanted_of(model))  # what is kept for the next one is made first

    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        decision = decide(model, state, wanted_of(model))
        gc.collect()
        # Other threads of the process may leave something too: what counts is what only a decision makes.
        left = [type(each) for each in gc.garbage if type(each).__module__.startswith(("slotwise", "numpy"))]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    assert (left, decision.scene, decision.notes) == ([], "left", ())


def test_nothing_outside_is_asked(ranked_checkerboard, monkeypatch):
    """No network, no clock, no chance of its own: with all of them gone the answer is the same."""
    model = ranked_checkerboard
    state, wanted = make_state("p", ["p2"], model.as_of - 1), wanted_of(model)
    before = flat(decide(model, state, wanted))

    def gone(*arguments, **options):
        raise AssertionError("something outside was asked")

    for owner, name in ((socket, "socket"), (np.random, "default_rng"), (np.random, "random")):
        monkeypatch.setattr(owner, name, gone)
    monkeypatch.setattr("time.time", gone)
    assert flat(decide(model, state, wanted)) == before


def test_even_persons_get_even_products(ranked_checkerboard):
    """The known right answer of the checkerboard, by the ranker, with the scene's products aside."""
    model = replace(ranked_checkerboard, policy=Greedy())
    for parity in (0, 1):
        state = make_state("p", [f"p{2 * each + parity}" for each in (4, 7, 9)], model.as_of - 1)
        slate = decide(model, state, wanted_of(model, Ask("home", 5), context={"channel": "app"})).slates[0]
        assert slate.level is ServiceLevel.RANKER
        assert [each.product % 2 for each in slate.placements] == [parity] * 5


@pytest.mark.parametrize("rules", [(), (OncePerPage(),)])
def test_no_content_twice_on_a_page(checkerboard, rules):
    """Several touchpoints of one call never repeat a content, and with the rule no product either."""
    model = replace(checkerboard, rules=rules, policy=PlackettLuce(explore=0.5))
    for seed in range(30):
        wanted = wanted_of(model, Ask("feed", 8), Ask("home", 8), Ask("feed", 8), Ask("bill", 8), seed=str(seed))
        decision = decide(model, make_state("p", ["p2", "p3"], model.as_of - 1), wanted)
        contents = [each.content for slate in decision.slates for each in slate.placements]
        assert len(set(contents)) == len(contents)
        if rules:
            assert len(set(placed(decision))) == len(contents)


@pytest.mark.parametrize("rules", [(), (OncePerPage(),)])
def test_what_stands_on_the_page_is_not_repeated(checkerboard, rules):
    """Whatever another decision has placed: it stands in nobody's slot again, and the propensities know it."""
    model = replace(checkerboard, rules=rules, policy=PlackettLuce(explore=0.5))
    ids, state = model.catalog.contents.ids, make_state("p", ["p2", "p3"], model.as_of - 1)
    for seed in range(10):
        first = decide(model, state, wanted_of(model, Ask("feed", 8), seed=str(seed)))
        page = tuple(ids[each.content] for each in first.slates[0].placements)
        wanted = wanted_of(model, Ask("home", 8), Ask("feed", 8), seed=str(seed), page=(*page, "unknown"))
        decision = decide(model, state, wanted)
        assert [slate.touchpoint for slate in decision.slates] == ["home", "feed"]
        shown = {ids[each.content] for slate in decision.slates for each in slate.placements}
        assert shown.isdisjoint(page)
        if rules:
            assert set(placed(decision)).isdisjoint(placed(first))


def test_diversity_of_the_touchpoint(checkerboard):
    """The feed takes one of each of the three categories, then it is short and says so."""
    model = replace(checkerboard, rules=(OncePerPage(), Diversity()))
    slate = decide(model, person.empty("n"), wanted_of(model, Ask("feed", 4))).slates[0]
    categories = model.catalog.products.category[[each.product for each in slate.placements]]

    assert sorted(categories.tolist()) == [0, 1, 2]
    assert slate.short


def test_unknown_touchpoints_are_entries_of_their_own(checkerboard):
    """An unknown touchpoint is answered with nothing and a reason; the others are answered as usual."""
    decision = decide(checkerboard, person.empty("n"), wanted_of(checkerboard, Ask("nowhere", 3), Ask("home", 5)))

    assert (decision.slates[0].placements, decision.slates[0].short) == ((), "the touchpoint is not known")
    assert len(decision.slates[1].placements) == 5
    alone = decide(checkerboard, person.empty("n"), wanted_of(checkerboard, Ask("nowhere", 3)))
    assert alone.slates[0].placements == ()


def test_no_touchpoints_at_all(checkerboard):
    """Nothing asked, nothing answered."""
    assert decide(checkerboard, person.empty("n"), Wanted((), checkerboard.as_of, "d")).slates == ()


def test_everything_excluded(checkerboard, plain_checkerboard):
    """Every content excluded, one by one and among 10,000 others: a short slate, never an error."""
    for model in (checkerboard, plain_checkerboard):
        everything = frozenset(model.catalog.contents.ids) | {f"x{each}" for each in range(10_000)}
        slate = decide(model, person.empty("n"), wanted_of(model, Ask("home", 5, everything))).slates[0]
        assert slate.placements == ()
        assert slate.short


def test_ten_thousand_exclusions_leave_the_rest(checkerboard):
    """What is not among them is placed, by the best step there is."""
    everything = set(checkerboard.catalog.contents.ids) | {f"x{each}" for each in range(10_000)}
    ask = Ask("home", 5, frozenset(everything - {"p8.banner", "p9.banner"}))
    slate = decide(checkerboard, make_state("p", ["p2"], checkerboard.as_of - 1), wanted_of(checkerboard, ask)).slates[
        0
    ]

    assert {each.product for each in slate.placements} == {8, 9}
    assert slate.level is ServiceLevel.BLEND


def test_no_candidates_given(checkerboard):
    """An empty list of candidates allows nothing."""
    slate = decide(checkerboard, person.empty("n"), wanted_of(checkerboard, Ask("home", 5, candidates=()))).slates[0]

    assert slate.placements == ()


@pytest.mark.parametrize("count", [0, 1, 2])
@pytest.mark.parametrize("contents", [True, False])
def test_tiny_catalogues(count, contents):
    """No product, one or two: every request is answered with what there is."""
    model = make_model(make_world(count, events=30 * min(count, 1), contents=contents))
    decision = decide(model, make_state("p", ["p0"], model.as_of - 1), wanted_of(model))

    assert len(placed(decision)) == len(set(placed(decision))) <= count
    assert len(placed(decision)) == count


@settings(max_examples=60)
@given(FACTS, FACTS, TEXT, st.none() | TEXT, st.booleans(), st.integers(0, 50))
def test_no_context_and_no_id_makes_it_raise(ranked_checkerboard, context, attributes, seed, scene, personalize, slots):
    """NaN, huge numbers, emoji and control characters in names and values: an answer, at the ranker's level."""
    model = ranked_checkerboard
    state = replace(make_state(seed, ["p2", seed], model.as_of - 1), attributes=attributes)
    wanted = Wanted(
        (Ask("home", slots), Ask(seed, 1, frozenset({seed}), (seed,))),
        model.as_of + 1,
        seed,
        context,
        scene,
        personalize,
    )
    slate = decide(model, state, wanted).slates[0]

    assert slate.level is ServiceLevel.RANKER
    assert len(slate.placements) == min(slots, 40)
    assert all(0 < each.propensity <= 1 for each in slate.placements)
    assert all(np.isfinite(each.score) for each in slate.placements)


def test_a_state_that_cannot_be_read_is_nobodys(checkerboard):
    """A damaged state lowers the answer to that of a person without a past, and is noted."""
    wanted = wanted_of(checkerboard, context={"channel": "app"}, scene="over_quota")
    damaged = replace(make_state("p", ["p2"], checkerboard.as_of - 1), totals=("x",))
    decision = decide(checkerboard, damaged, wanted)

    assert decision.notes[0].startswith("state: ")
    assert decision.scene == "over_quota"
    assert all(each.placements for each in decision.slates)
    far = person.fold(person.empty("p"), [Event("1", -(10**30), "p", "view", product_id="p1")])
    assert decide(checkerboard, far, wanted).slates[0].placements


def test_without_personalisation_nobody_is_read(ranked_checkerboard):
    """`personalize: false` and a stored opt-out give the very answer of a person without data."""
    model = ranked_checkerboard
    known = make_state("p", ["p2", "p4", "p6"], model.as_of - 1, city="SZ")
    wanted = wanted_of(model, context={"channel": "app", "data_used_ratio": 1.5})
    nobody = flat(decide(model, person.empty("p"), wanted))

    assert flat(decide(model, known, wanted)) != nobody
    assert flat(decide(model, known, replace(wanted, personalize=False))) == nobody
    assert flat(decide(model, replace(known, personalize=False), wanted)) == nobody


def test_what_a_person_hides_is_as_if_it_were_not_known(ranked_checkerboard):
    """A hidden attribute changes nothing any more: the answer is that of the same person without it."""
    model = ranked_checkerboard
    known = make_state("p", ["p2", "p4"], model.as_of - 1, city="SZ")
    wanted = wanted_of(model, context={"channel": "app"})
    without = flat(decide(model, replace(known, attributes={}), wanted))

    assert flat(decide(model, known, wanted)) != without
    assert flat(decide(model, replace(known, hidden=("city",)), wanted)) == without


def test_a_scene_may_ask_for_the_layer(checkerboard):
    """`state.layer` is a fact of conditions: as of the moment, and of nobody once personalisation is off."""
    scenes = Scenes.from_json([{"scene": "paid", "when": {"field": "state.layer", "op": "==", "value": "payer"}}])
    model = replace(checkerboard, scenes=scenes)
    payer = make_state("p", ["p2"], model.as_of, kind="convert")
    wanted = wanted_of(model)

    assert decide(model, payer, wanted).scene == "paid"
    assert decide(model, payer, replace(wanted, now=model.as_of)).scene is None
    assert decide(model, payer, replace(wanted, personalize=False)).scene is None


def test_the_scene_is_found_or_named(checkerboard):
    """The context's scene is detected; one that the caller names goes first."""
    found = decide(checkerboard, person.empty("n"), wanted_of(checkerboard, context={"data_used_ratio": 1.5}))
    named = decide(checkerboard, person.empty("n"), wanted_of(checkerboard, scene="my own"))

    assert found.scene == "over_quota"
    assert named.scene == "my own"
    assert {0, 1} <= set(placed(found))


def test_propensities_are_those_of_the_seeds(checkerboard):
    """Over many seeds a content comes first as often as its propensity says."""
    model = replace(checkerboard, policy=PlackettLuce(explore=0.6, temperature=0.2))
    state, rounds = make_state("p", ["p2", "p4"], model.as_of - 1), 500
    first = [
        decide(model, state, wanted_of(model, Ask("home", 1), seed=f"s{each}")).slates[0].placements[0]
        for each in range(rounds)
    ]
    by_product = {each.product: each.propensity for each in first}

    for product, propensity in by_product.items():
        share = sum(each.product == product for each in first) / rounds
        assert abs(share - propensity) < 4.5 * np.sqrt(propensity * (1 - propensity) / rounds) + 2e-3


def test_what_was_considered_and_dropped(checkerboard):
    """The slate tells which candidates there were, with their scores and sources, and why it is short."""
    ask = Ask("home", 50)
    slate = decide(checkerboard, make_state("p", ["p2"], checkerboard.as_of - 1), wanted_of(checkerboard, ask)).slates[
        0
    ]

    assert len(slate.considered) == len(slate.scores) == 40
    assert set(slate.ranks) == set(checkerboard.generators)
    assert slate.short == "only 40 of 40 candidates may be shown here"
    assert slate.placements[0].slot == 1
    assert np.prod([each.propensity for each in slate.placements]) == pytest.approx(slate.placements[-1].prefix)


def test_a_grown_catalogue_is_served(checkerboard):
    """Products that came after training are shown where their words are like the person's."""
    catalog = make_catalog(44)
    grown = {
        name: type(each).restore(each.options, each.arrays(), catalog) for name, each in checkerboard.generators.items()
    }
    model = replace(checkerboard, catalog=catalog, generators=grown, rules=(), policy=Greedy())
    ask = Ask("home", 5, candidates=("p42.banner", "p43.banner"))
    slate = decide(model, make_state("p", ["p42"], model.as_of - 1), wanted_of(model, ask)).slates[0]

    assert [each.product for each in slate.placements] == [42, 43]


def test_what_the_ranker_read_is_kept_with_the_placements(ranked_checkerboard):
    """Each slate carries the ranker's own request row and match rows, also when touchpoints follow one another."""
    model = ranked_checkerboard
    state = make_state("p", ["p2", "p4"], model.as_of - 1)
    wanted = wanted_of(model)
    decision = decide(model, state, wanted)
    sizes = [len(model.served.of_theme(*themes)) for themes in (("person", "scene"), ("match",))]
    products = model.served.product_rows

    for slate in decision.slates:
        assert slate.read.request.shape == (sizes[0],)
        assert slate.read.matches.shape == (len(slate.placements), sizes[1])
        contents = np.array([each.content for each in slate.placements], np.int32)
        places = np.array([each.product for each in slate.placements], np.int32)
        rows = np.tile(slate.read.request, (len(contents), 1))
        matrix = np.hstack([rows, products(Items(contents, places, model.start)), slate.read.matches])
        assert model.trees.score_matrix(matrix).tolist() == [each.score for each in slate.placements]
    assert decide(model, state, replace(wanted, best=ServiceLevel.BLEND)).slates[0].read is None
