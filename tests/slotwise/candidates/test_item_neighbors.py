"""Item neighbours: EASE, equal to the dense closed form."""

import numpy as np

from slotwise.candidates.als import strength_matrix
from slotwise.candidates.item_neighbors import ItemNeighbors, ItemNeighborsOptions
from tests.worlds import make_moment, make_state


def dense(model: ItemNeighbors, size: int) -> np.ndarray:
    weights = np.zeros((size, size))
    for row in range(size):
        entries = slice(model.start[row], model.start[row + 1])
        weights[row, model.products[entries]] = model.weights[entries]
    return weights


def slow_ease(board, regularization: float) -> np.ndarray:
    """Steck (2019), as it stands in the paper: G = X'X + lambda I, B = P / -diag(P), diagonal 0."""
    binary = (strength_matrix(board.past).toarray() > 0).astype(float)
    inverse = np.linalg.inv(binary.T @ binary + regularization * np.eye(binary.shape[1]))
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return weights


def test_it_is_the_closed_form(board):
    """With every weight kept the sparse rows are the dense solution."""
    model = ItemNeighbors.fit(board.past, ItemNeighborsOptions(regularization=30.0, neighbors=40, minimum=1), 1)

    assert np.allclose(dense(model, 40), slow_ease(board, 30.0), atol=1e-4)


def test_scores_are_sums_of_rows(board, checkerboard):
    """A person's scores are X B of their different products, whatever the strength or repetition."""
    model = ItemNeighbors.fit(board.past, ItemNeighborsOptions(regularization=30.0, neighbors=40, minimum=1), 1)
    moment = make_moment(checkerboard, make_state("p", ["p2", "p4", "p2"], checkerboard.as_of - 1))
    found = model.score(model.read(moment, checkerboard.start), np.arange(40, dtype=np.int32))

    assert np.allclose(found, slow_ease(board, 30.0)[[2, 4]].sum(axis=0), atol=1e-4)


def test_only_the_strongest_are_kept(board):
    """Each row keeps its largest weights by size, negative ones too."""
    whole = slow_ease(board, 30.0)
    model = ItemNeighbors.fit(board.past, ItemNeighborsOptions(regularization=30.0, neighbors=5, minimum=1), 1)
    kept = dense(model, 40)

    assert ((kept != 0).sum(axis=1) <= 5).all()
    for row in range(40):
        strongest = np.sort(np.abs(whole[row]))[-5:]
        assert np.allclose(np.sort(np.abs(kept[row][kept[row] != 0])), strongest, atol=1e-4)


def test_rare_products_take_no_part(board):
    """A product that fewer than `minimum` persons touched has no row and stands in none."""
    model = ItemNeighbors.fit(board.past, ItemNeighborsOptions(minimum=10_000), 1)

    assert len(model.products) == 0
    model = ItemNeighbors.fit(board.past, ItemNeighborsOptions(products=7, minimum=1), 1)
    assert len(set(model.products.tolist())) == 7
