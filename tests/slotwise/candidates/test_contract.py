"""Every candidate generator keeps the room's contract; a new one is found by itself."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise import person
from slotwise.candidates import generators, options_of
from slotwise.counts import ProductCounts
from slotwise.errors import ConfigError
from slotwise.facets import Facets
from slotwise.live import Live
from slotwise.moment import blank
from slotwise.trail import Trail, pairs
from tests.worlds import FACETS, START, World, make_catalog, make_log, make_model, make_moment, make_state

GENERATORS = generators()
EVERY = pytest.mark.parametrize("name", sorted(GENERATORS))


@pytest.fixture(params=["somebody", "nobody", "in a scene", "unseen facts", "unknown products"])
def moment(request, checkerboard):
    """Persons with and without a past, with and without a scene."""
    known = {"context__channel": "app", "person__city": "SZ"}
    states = {
        "somebody": (make_state("p", ["p0", "p2", "p4", "p2"], checkerboard.as_of - 1), known),
        "nobody": (person.empty("n"), known),
        "in a scene": (person.empty("n"), {**known, "scene": "over_quota"}),
        "unseen facts": (make_state("p", ["p1"], checkerboard.as_of - 1), {"context__channel": "fax"}),
        "unknown products": (make_state("p", ["gone", "never"], checkerboard.as_of - 1), known),
    }
    state, facts = states[request.param]
    return make_moment(checkerboard, state, **facts)


@EVERY
@pytest.mark.parametrize("k", [0, 1, 7, 1000])
def test_retrieval_is_lawful(checkerboard, moment, name, k):
    """At most k different codes, int32, all allowed, best score first; scores are finite float32."""
    generator, live = checkerboard.generators[name], checkerboard.start
    allowed = np.arange(40) % 3 != 0
    query = generator.read(moment, live)
    for mask in (None, allowed):
        found = generator.retrieve(query, k, mask)
        assert found.dtype == np.int32
        assert len(found) == len(set(found.tolist())) <= k
        assert mask is None or mask[found].all()
        scores = generator.score(query, found)
        assert scores.dtype == np.float32
        assert np.isfinite(scores).all()
        assert (np.diff(scores) <= 1e-6).all()


@EVERY
def test_scores_belong_to_products(checkerboard, moment, name):
    """A product's score does not depend on which others are asked about."""
    generator = checkerboard.generators[name]
    query = generator.read(moment, checkerboard.start)
    everything = generator.score(query, np.arange(40, dtype=np.int32))
    some = np.array([7, 3, 39], np.int32)

    assert everything.shape == (40,)
    assert np.isfinite(everything).all()
    assert np.allclose(generator.score(query, some), everything[some], atol=1e-6)
    assert generator.score(query, some[:0]).shape == (0,)


@EVERY
def test_arrays_bring_it_back(checkerboard, moment, name):
    """Options and read-only arrays give the same answers again; nothing per person, no objects."""
    generator, live = checkerboard.generators[name], checkerboard.start
    arrays = {key: each.copy() for key, each in generator.arrays().items()}
    for array in arrays.values():
        assert not array.dtype.hasobject
        array.flags.writeable = False
    again = GENERATORS[name].restore(generator.options, arrays, checkerboard.catalog)
    places = np.arange(40, dtype=np.int32)
    first, second = generator.read(moment, live), again.read(moment, live)

    assert again.retrieve(second, 20, None).tolist() == generator.retrieve(first, 20, None).tolist()
    assert again.score(second, places).tobytes() == generator.score(first, places).tobytes()


@EVERY
def test_the_same_seed_gives_the_same_bytes(board, name):
    """Fitting is deterministic: options, data and seed decide every byte."""
    kind = GENERATORS[name]
    one, two = (kind.fit(board.past, kind.Options(), 5).arrays() for _ in range(2))

    assert {key: each.tobytes() for key, each in one.items()} == {key: each.tobytes() for key, each in two.items()}


@EVERY
def test_fitting_leaves_the_past_alone(board, name):
    """The log that is fitted on is not written to."""
    events = board.interactions
    before = [getattr(events, each).tobytes() for each in ("person", "product", "time", "facets")]
    GENERATORS[name].fit(board.past, GENERATORS[name].Options(), 1)

    assert [getattr(events, each).tobytes() for each in ("person", "product", "time", "facets")] == before


@EVERY
def test_a_grown_catalogue(checkerboard, moment, name):
    """Products that came after training can be scored, and the old ones keep their order."""
    generator = checkerboard.generators[name]
    catalog = make_catalog(45)
    grown = GENERATORS[name].restore(generator.options, generator.arrays(), catalog)
    live = Live(checkerboard.counts, checkerboard.trail, catalog, checkerboard.as_of)
    query = grown.read(moment, live)
    found = grown.retrieve(query, 45, np.ones(45, bool))

    assert np.isfinite(grown.score(query, np.arange(45, dtype=np.int32))).all()
    assert len(found) == len(set(found.tolist()))
    assert found.max(initial=0) < 45


@EVERY
def test_a_history_of_new_products(checkerboard, name):
    """A person who touched only what came after training is read like anybody else."""
    generator = checkerboard.generators[name]
    grown = replace(checkerboard, catalog=make_catalog(45))
    kind = GENERATORS[name].restore(generator.options, generator.arrays(), grown.catalog)
    live = grown.live(checkerboard.counts, checkerboard.trail, checkerboard.as_of)
    moment = make_moment(grown, make_state("p", ["p42", "p44"], checkerboard.as_of - 1))
    query = kind.read(moment, live)

    assert np.isfinite(kind.score(query, np.arange(45, dtype=np.int32))).all()
    assert len(kind.retrieve(query, 10, None)) <= 10


@EVERY
def test_reach_for_new_persons_is_true(checkerboard, name):
    """Who says to reach new persons retrieves something for nobody in particular, and who says not, nothing."""
    generator = checkerboard.generators[name]
    scene = {} if generator.reach.without_scene else {"scene": "over_quota", "context.channel": "app"}
    moment = blank(checkerboard.as_of, FACETS.encode(scene), FACETS.measure({}))
    found = generator.retrieve(generator.read(moment, checkerboard.start), 10, None)

    assert bool(len(found)) is generator.reach.new_person


@EVERY
def test_reach_without_a_scene_is_true(checkerboard, name):
    """Who says to need a scene retrieves nothing without one; who says not gives a known person something."""
    generator = checkerboard.generators[name]
    state = make_state("p", ["p0", "p2", "p4"], checkerboard.as_of - 1)
    moment = make_moment(checkerboard, state)
    found = generator.retrieve(generator.read(moment, checkerboard.start), 10, None)

    assert bool(len(found)) is generator.reach.without_scene


@pytest.mark.parametrize("name", sorted(name for name, kind in GENERATORS.items() if kind.reach.new_product))
def test_reach_for_new_products_is_true(name):
    """Who says to reach new products retrieves one without any interaction before training.

    The new product is like the person's own in words, and one live click stands beside it in the trail.
    """
    catalog = make_catalog(42)
    log = make_log(make_catalog(40))
    world = World(catalog, FACETS, replace(log, content=log.product * 2), 60)
    model = make_model(world, [name])
    seen = replace(log.take(slice(-2, None)), product=np.array([0, 40], np.int32), person=np.array([7, 7], np.int32))
    seen = replace(seen, time=np.array([model.as_of - 2000, model.as_of - 1000]), kind=np.full(2, 1, np.int8))
    trail = model.trail.copy()
    trail.add(pairs(seen))
    live = model.live(model.counts, trail, model.as_of)
    moment = make_moment(model, make_state("p", ["p0"], model.as_of - 1), scene="over_quota", context__channel="app")
    found = model.generators[name].retrieve(model.generators[name].read(moment, live), 42, None)

    assert 40 in found.tolist()


@EVERY
def test_an_empty_past(name):
    """A catalogue without a log, and a log without a catalogue: fitted, read and asked without an error."""
    kind = GENERATORS[name]
    for count in (0, 1, 2, 5):
        catalog = make_catalog(count)
        world = World(catalog, FACETS, make_log(catalog, events=0), 0)
        fitted = kind.fit(world.past, kind.Options(), 1)
        live = Live(ProductCounts.empty(count, FACETS.size, START), Trail.empty(count), catalog, START)
        for generator in (fitted, kind.restore(kind.Options(), fitted.arrays(), catalog)):
            query = generator.read(blank(START, FACETS.encode({"scene": "over_quota"}), FACETS.measure({})), live)
            assert len(generator.retrieve(query, 10, np.ones(count, bool))) <= count
            assert np.isfinite(generator.score(query, np.arange(count, dtype=np.int32))).all()


@EVERY
def test_no_facets_at_all(name):
    """A world that knows neither scenes nor segments is one too."""
    catalog = make_catalog(10)
    log = make_log(catalog, events=100)
    log = replace(log, facets=np.zeros((100, 0), np.int32), numbers=np.zeros((100, 0), np.float32))
    model = make_model(World(catalog, Facets(), log, 60), [name])
    moment = make_moment(model, make_state("p", ["p0"], model.as_of - 1))
    generator = model.generators[name]

    assert np.isfinite(generator.score(generator.read(moment, model.start), np.arange(10, dtype=np.int32))).all()


@EVERY
def test_options_are_known_by_name(name):
    """Every option has a default and a docstring below it; an unknown one is an error with a code."""
    assert options_of(GENERATORS[name], {}) == GENERATORS[name].Options()
    with pytest.raises(ConfigError):
        options_of(GENERATORS[name], {"no such option": 1})


def test_the_checkerboard_is_learned(checkerboard):
    """Collaborative generators give an even person even products: the known right answer."""
    moment = make_moment(checkerboard, make_state("p", ["p0", "p2", "p4"], checkerboard.as_of - 1))
    for name in ("als", "item_neighbors", "co_visits", "content"):
        generator = checkerboard.generators[name]
        found = generator.retrieve(generator.read(moment, checkerboard.start), 10, None)
        assert (found % 2 == 0).mean() >= 0.9, name
