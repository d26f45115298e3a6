"""Co-visitation: decayed counts of what stands near, against a slow oracle."""

import numpy as np

from slotwise.candidates.co_visits import CoVisits, CoVisitsOptions
from slotwise.trail import pairs
from tests.worlds import make_moment, make_state


def slow_weights(board, options: CoVisitsOptions) -> np.ndarray:
    """Decayed pair counts in both directions over total_row * total_column ** damping."""
    found = pairs(board.interactions, options.reach, options.gap)
    counts = np.zeros((40, 40))
    for seed, follower, time in zip(found.seed, found.follower, found.time, strict=True):
        weight = 2.0 ** ((int(time) - int(found.time.max())) / options.halflife)
        counts[seed, follower] += weight
        counts[follower, seed] += weight
    total = counts.sum(axis=1) + 1e-9
    return counts / (total[:, None] * total[None, :] ** options.damping)


def test_rows_are_those_of_the_oracle(board):
    """Every kept weight is the oracle's, up to one factor for all, and each row keeps its strongest."""
    options = CoVisitsOptions(neighbors=6)
    model, expected = CoVisits.fit(board.past, options, 1), slow_weights(board, options)
    ratios = []
    for row in range(40):
        entries = slice(model.start[row], model.start[row + 1])
        products, weights = model.products[entries], model.weights[entries]
        assert len(products) == min(6, int((expected[row] > 0).sum()))
        ratios += (weights / expected[row, products]).tolist()
        assert expected[row, products].min() >= np.sort(expected[row])[-6] - 1e-12
    assert np.allclose(ratios, ratios[0], rtol=1e-4)


def test_the_last_interaction_counts_most(board, checkerboard):
    """A person's scores are the rows of the latest interactions, each weighted by its recency."""
    model = CoVisits.fit(board.past, CoVisitsOptions(recency=0.5), 1)
    one, two = (
        model.read(make_moment(checkerboard, make_state("p", products, checkerboard.as_of - 1)), checkerboard.start)
        for products in (["p4"], ["p2"])
    )
    both = model.read(
        make_moment(checkerboard, make_state("p", ["p4", "p2"], checkerboard.as_of - 1)), checkerboard.start
    )
    places = np.arange(40, dtype=np.int32)

    assert np.allclose(both.of(places), two.of(places) + 0.5 * one.of(places), atol=1e-6)


def test_only_the_latest_are_read(board, checkerboard):
    """What lies further back than `history` changes nothing."""
    model = CoVisits.fit(board.past, CoVisitsOptions(history=2), 1)
    first, second = (
        model.read(make_moment(checkerboard, make_state("p", products, checkerboard.as_of - 1)), checkerboard.start)
        for products in (["p7", "p4", "p2"], ["p4", "p2"])
    )

    assert first.products.tolist() == second.products.tolist()
