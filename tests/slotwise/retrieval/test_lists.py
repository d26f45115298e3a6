"""Lists hold every vector once, and travel in a bundle."""

import numpy as np
from numpy.typing import NDArray

from slotwise.retrieval.lists import Lists, lists_of, make_lists


def popular_vectors(count: int, length: int = 16) -> NDArray[np.float32]:
    """Vectors of 20 tastes whose lengths fall as popularity does."""
    random = np.random.default_rng(3)
    points = random.normal(size=(20, length))[random.integers(0, 20, count)] + random.normal(size=(count, length))
    return (points / (random.permutation(count) + 10.0)[:, None] ** 0.4).astype(np.float32)


def lists(vectors: NDArray[np.float32]) -> Lists:
    """Lists whatever the size."""
    made = make_lists(vectors, exact=0)
    assert made is not None
    return made


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
