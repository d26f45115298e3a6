"""The model: what is open where, what is fresh, what a tick prepares."""

from dataclasses import replace

import numpy as np

from slotwise.catalog import Catalog
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from slotwise.gather import gather
from slotwise.matrices import Matrices
from slotwise.moment import of_state
from slotwise.person import empty
from tests.worlds import DAY, make_state


def test_open_contents_by_kind_and_life(checkerboard):
    """A touchpoint shows its kinds, of what is published and not retired at the tick."""
    catalog, now = checkerboard.catalog, checkerboard.as_of
    products = replace(
        catalog.products,
        published_at=np.where(np.arange(40) == 3, now + 1, 0),
        retired_at=np.where(np.arange(40) == 5, now, catalog.products.retired_at),
    )
    contents = replace(catalog.contents, retired_at=np.where(np.arange(80) == 14, now, catalog.contents.retired_at))
    model = replace(checkerboard, catalog=Catalog(products, contents, catalog.touchpoints))
    live = model.live(model.counts, model.trail, now)

    expected = (np.arange(80) % 2 == 0) & ~np.isin(np.arange(80), [6, 10, 14])
    assert model.open_contents(0, live).tolist() == expected.tolist()
    expected = ~np.isin(np.arange(40), [3, 5, 7])
    assert model.open_products((0,), live).tolist() == expected.tolist()
    assert model.open_products((0, 1), live)[7]
    assert model.open_products((), live).sum() == 0 or model.open_products((), live).dtype == np.bool_


def test_fresh_products_are_young(checkerboard):
    """Published within `fresh_days` before the tick; an unknown date is not new."""
    now = checkerboard.as_of
    age = np.where(np.arange(40) < 2, now - 6 * DAY, np.where(np.arange(40) < 4, now - 8 * DAY, 0))
    products = replace(checkerboard.catalog.products, published_at=age)
    model = replace(checkerboard, catalog=replace(checkerboard.catalog, products=products))
    live = model.live(model.counts, model.trail, now)

    assert np.flatnonzero(model.fresh(live)).tolist() == [0, 1, 2, 3]


def test_a_prepared_tick_gives_the_same_answers(ranked_checkerboard):
    """What a tick prepares changes nothing but the time it takes, bit by bit."""
    model = ranked_checkerboard
    plain, prepared = (model.live(model.counts, model.trail, model.as_of) for _ in range(2))
    model.prepare(prepared)
    wanted = Wanted((Ask("home", 5), Ask("feed", 4)), model.as_of, "d1", {"channel": "app"})
    one, two = (decide(model, empty("n"), wanted, each) for each in (plain, prepared))

    assert prepared.kept("product masks") is not None
    assert prepared.kept("fresh") is not None
    assert [each.placements for each in one.slates] == [each.placements for each in two.slates]
    assert one.slates[0].scores.tobytes() == two.slates[0].scores.tobytes()


def test_names_are_the_registrys(checkerboard):
    """A renamed model is the same model under another name and version."""
    renamed = checkerboard.renamed("echannel", "12")

    assert renamed.describe() == {"name": "echannel", "version": "12"}
    assert renamed.generators is checkerboard.generators
    assert renamed.features.fingerprint == checkerboard.features.fingerprint


def test_features_that_no_tree_reads_are_not_computed(ranked_checkerboard):
    """What is served has the same columns; those that are left out change no score, bit by bit."""
    model = ranked_checkerboard
    used = model.trees.used
    assert 0 < used.sum() < len(used)
    assert model.served.fingerprint == model.features.fingerprint
    facts = {"context.channel": "app", "person.city": "SZ"}
    seen = of_state(make_state("x", ["p2", "p4"], model.as_of - DAY), model.as_of, facts, model.catalog, model.facets)
    pool, _ = gather(model.generators, seen, model.start, 20, None)
    whole, served = (
        Matrices(features, model.facets, seen, model.start, pool).full("home")
        for features in (model.features, model.served)
    )
    assert np.isnan(served[:, ~used]).all()
    np.testing.assert_array_equal(whole[:, used], served[:, used])
    assert model.trees.score_matrix(whole).tobytes() == model.trees.score_matrix(served).tobytes()
