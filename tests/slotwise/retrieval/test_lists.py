"""Lists hold every vector once, and travel in a bundle."""

import numpy as np

from slotwise.retrieval.lists import lists_of
from tests.slotwise.retrieval.vectors import lists, popular_vectors


def test_lists_hold_every_vector_once_the_long_ones_first() -> None:
    """Nothing is lost or repeated; no vector of a list is longer than one of the long part."""
    vectors = popular_vectors(3000)
    made = lists(vectors)
    assert sorted(made.order.tolist()) == list(range(3000))
    np.testing.assert_array_equal(made.vectors, vectors[made.order])
    lengths = np.linalg.norm(made.vectors, axis=1)
    assert lengths[: made.start[0]].min() >= lengths[made.start[0] :].max()
    assert made.start[-1] == 3000


def test_lists_travel_in_a_bundle() -> None:
    """The same vectors give the same arrays, and the arrays give the lists back."""
    vectors = popular_vectors(3000)
    arrays, again = lists(vectors).arrays(), lists(vectors).arrays()
    assert {name: array.tobytes() for name, array in arrays.items()} == {n: a.tobytes() for n, a in again.items()}
    restored = lists_of(arrays)
    assert restored is not None
    assert restored.arrays().keys() == arrays.keys()
    assert lists_of({}) is None


def test_a_bundle_from_before_levels_is_read() -> None:
    """Lists without levels get them when they are read."""
    arrays = lists(popular_vectors(3000)).arrays()
    found = lists_of({name: each for name, each in arrays.items() if name not in ("lists_levels", "lists_steps")})
    assert found is not None
    assert found.levels.tobytes() == arrays["lists_levels"].tobytes()
