"""Every feature of the room keeps the room's contract; a new one is found by itself."""

import re

import numpy as np
import pytest

from slotwise import person
from slotwise.features import THEMES, Items, Request, feature_set
from slotwise.features import Schema as FeatureSchema
from slotwise.gather import Pool, gather
from slotwise.matrices import Matrices
from slotwise.moment import blank
from tests.worlds import DAY, FACETS, make_events, make_moment, make_state


@pytest.fixture(params=["somebody", "nobody", "everything at once"])
def matrices(request, checkerboard) -> Matrices:
    """Persons with a past, without one, and with as much of it as a state can hold."""
    now, live = checkerboard.as_of, checkerboard.live(checkerboard.counts, checkerboard.trail, checkerboard.as_of)
    if request.param == "nobody":
        moment = blank(now, FACETS.encode({}), FACETS.measure({}))
    else:
        many = 4 if request.param == "somebody" else 400
        products = [f"p{each * 7 % 40}" for each in range(many)]
        state = make_state("p", products, now - 1)
        for kind in ("exposure", "dismiss", "convert", "leave"):
            state = person.fold(state, make_events("p", products, now - 2, kind))
        moment = make_moment(checkerboard, state, scene="over_quota", person__city="SZ", context__data_used_ratio=1.5)
    pool, _ = gather(checkerboard.generators, moment, live, 30, None)
    return Matrices(checkerboard.features, checkerboard.facets, moment, live, pool)


def test_there_are_enough_in_all_themes(checkerboard):
    """At least 40 features, in four themes, each with a unit, a meaning and a name that training accepts."""
    features = checkerboard.features.features
    assert len(features) >= 40
    assert {each.theme for each in features} == set(THEMES)
    assert len({each.name for each in features}) == len(features)
    for each in features:
        assert each.unit, each.name
        assert each.meaning.endswith("."), each.name
        assert re.fullmatch(r"[^\s\[\]{},:\"]+", each.name), each.name


def test_columns_stand_by_theme_and_name(checkerboard):
    """The order of the columns is person, scene, product, match, and by name: the same on every machine."""
    order = [(THEMES.index(each.theme), each.name) for each in checkerboard.features.features]

    assert order == sorted(order)
    categorical = [each.categorical for each in checkerboard.features.features]
    assert np.flatnonzero(categorical).tolist() == checkerboard.features.categorical


def test_values_are_finite_or_missing(checkerboard, matrices):
    """float32, one value a row, never infinite: for any past, and without a warning."""
    row, block = matrices.at("home")
    product = matrices.product_block()
    names, m = checkerboard.features, len(matrices.pool)

    assert row.shape == (len(names.of_theme("person", "scene")),)
    assert product.shape == (m, len(names.of_theme("product")))
    assert block.shape == (m, len(names.of_theme("match")))
    for values in (row, product, block):
        assert values.dtype == np.float32
        assert not np.isinf(values).any()
    assert matrices.full("home").shape == (m, len(names.names))


def test_a_feature_sees_only_its_theme(checkerboard, matrices):
    """Person and scene features give one number of a request, product features know no request at all."""
    request = Request(matrices.moment, matrices.items.live, matrices.facets)
    for each in checkerboard.features.of_theme("person", "scene"):
        assert np.isscalar(each.compute(request)) or np.ndim(each.compute(request)) == 0, each.name
    items = Items(matrices.pool.contents, matrices.pool.products, matrices.items.live)
    for each in checkerboard.features.of_theme("product"):
        assert each.compute(items).shape == (len(matrices.pool),), each.name


def test_rows_do_not_depend_on_each_other(matrices):
    """A candidate's features are the same whoever stands beside it; sources' scores and ranks come with it."""
    whole = matrices.full("bill").copy()
    some = np.array([5, 0, 3])
    alone = Matrices(matrices.features, matrices.facets, matrices.moment, matrices.items.live, matrices.pool.take(some))

    assert np.array_equal(alone.full("bill"), whole[some], equal_nan=True)


def test_no_candidates(matrices):
    """An empty pool gives empty blocks."""
    nothing = matrices.pool.take(np.zeros(0, np.intp))
    empty = Matrices(matrices.features, matrices.facets, matrices.moment, matrices.items.live, nothing)

    assert empty.full("home").shape == (0, len(matrices.features.names))


def test_only_what_says_so_differs_by_touchpoint(checkerboard, matrices):
    """All features but those declared `by_touchpoint` are the same at every touchpoint."""
    names = [each.name for each in checkerboard.features.features if each.by_touchpoint]
    home, bill = matrices.full("home").copy(), matrices.full("bill").copy()
    differs = ~((home == bill) | (np.isnan(home) & np.isnan(bill))).all(axis=0)

    assert {checkerboard.features.names[each] for each in np.flatnonzero(differs)} <= set(names)
    assert differs.any()


def test_the_future_changes_nothing(checkerboard):
    """Events at or after `now` change no feature of person and match, counters of all time aside."""
    now, known = checkerboard.as_of, make_events("p", ["p1", "p4", "p1"], checkerboard.as_of - 1)
    future = [
        event
        for kind in ("view", "convert", "exposure", "dismiss")
        for event in make_events("p", ["p1", "p2"], now + DAY, kind, gap=DAY)
    ]
    readings = []
    for events in (known, known + future):
        moment = make_moment(checkerboard, person.fold(person.empty("p"), events), now)
        moment.totals = np.zeros_like(moment.totals)
        pool, _ = gather(checkerboard.generators, moment, checkerboard.start, 30, None)
        readings.append(Matrices(checkerboard.features, FACETS, moment, checkerboard.start, pool).full("home"))

    assert np.array_equal(readings[0], readings[1], equal_nan=True)


def test_a_world_without_sources(checkerboard):
    """Without any source the features of sources say that nobody brought the candidate."""
    features = feature_set(FeatureSchema(checkerboard.catalog, checkerboard.facets, ()))
    moment = make_moment(checkerboard, person.empty("n"))
    contents = np.arange(4, dtype=np.int32)
    pool = Pool.bare(checkerboard.catalog.contents.product[contents], contents)
    matrix = Matrices(features, FACETS, moment, checkerboard.start, pool).full("home")

    assert (matrix[:, features.names.index("sources_found")] == 0).all()
    assert np.isnan(matrix[:, features.names.index("best_rank")]).all()
