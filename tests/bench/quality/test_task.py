"""What a model is given holds only the past."""

import numpy as np
import polars as pl

from bench.quality.task import Task, Train


def test_the_matrix_counts_events_of_units(checkerboard: Task) -> None:
    """Each unit's row holds how often it met each product, and their sum is the popularity."""
    matrix = checkerboard.train.matrix()
    assert matrix.shape == (40, 12)
    assert (np.asarray(matrix.sum(axis=0)).ravel() == checkerboard.train.popularity()).all()


def test_products_exist_once_met_or_published(checkerboard: Task) -> None:
    """A product without events exists by the moment only when it was published before it."""
    train = checkerboard.train
    extra = pl.DataFrame(
        {"product_id": ["old", "new", "unknown"], "published_at": [train.now - 1, train.now + 1, None]}
    )
    grown = Train(train.log, pl.concat([train.products, extra]), None, "session")
    assert grown.exists.tolist() == [True] * 12 + [True, False, False]


def test_what_cannot_be_the_answer_follows_the_rule(checkerboard: Task) -> None:
    """Excluded are the session's products, or the history's, or none."""
    queries = checkerboard.queries.slice(0, 3)
    assert queries.repeats == "not in session"
    assert [row.tolist() for row in queries.excluded] == [row.tolist() for row in queries.session]
