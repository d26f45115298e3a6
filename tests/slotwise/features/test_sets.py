"""The features of a model: known by their fingerprint, and only as many of them computed as are read."""

import numpy as np

from slotwise.features import Items, Schema, feature_set


def test_the_fingerprint_knows_every_change(checkerboard):
    """Another set of sources or facets gives another fingerprint; the same installation always the same."""
    features = checkerboard.features
    schema = Schema(checkerboard.catalog, checkerboard.facets, tuple(checkerboard.generators))
    fewer = Schema(checkerboard.catalog, checkerboard.facets, ("popular",))

    assert feature_set(schema).fingerprint == features.fingerprint
    assert feature_set(fewer).fingerprint != features.fingerprint


def test_what_is_not_read_stays_missing(checkerboard):
    """The columns keep their places; of those that no tree looks at none is computed."""
    features = checkerboard.features
    used = np.arange(len(features.names)) % 2 == 0
    read = features.read_by(used)
    contents = np.arange(4, dtype=np.int32)
    items = Items(contents, checkerboard.catalog.contents.product[contents], checkerboard.start)
    rows, all_rows = read.product_rows(items), features.product_rows(items)
    places = [features.names.index(each.name) for each in features.of_theme("product")]

    assert read.names == features.names
    assert np.isnan(rows[:, ~used[places]]).all()
    assert np.array_equal(rows[:, used[places]], all_rows[:, used[places]], equal_nan=True)
    computed = [place for part in (*read.by_touchpoint, *read.for_all_touchpoints) for place, _ in part]
    request, match = features.of_theme("person", "scene"), features.of_theme("match")
    assert len(computed) == used[: len(request)].sum() + used[-len(match) :].sum()


def test_a_model_keeps_the_features_that_it_was_trained_on(checkerboard):
    """By name and in their order, whatever came since."""
    names = checkerboard.features.names[::3]

    assert checkerboard.features.named(set(names)).names == names
