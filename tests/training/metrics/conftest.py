"""Answers made by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from slotwise.decision import ServiceLevel
from training.answers import LEVELS, Answers, ShownLists, Trial

Make = Callable[..., Answers]


def answers_of(
    products: list[list[int]],
    wanted: list[list[int]],
    level: ServiceLevel = ServiceLevel.RANKER,
    shown: ShownLists | None = None,
    seen: tuple[float, ...] = (1.0,),
    history: list[list[float]] | None = None,
) -> Answers:
    """Answers over six products, -1 for an empty slot; even products are category 0 and lie along one axis.

    Popularity falls by half from product to product.
    """
    placed = np.array(products, np.int32)
    hits = np.array([[product in want for product in row] for row, want in zip(products, wanted, strict=True)], bool)
    popularity = 0.5 ** np.arange(1, 7)
    own = np.zeros((len(products), 3), np.float32) if history is None else np.array(history, np.float32)
    trial = Trial(
        wanted=np.array([len(each) for each in wanted], np.int32),
        history_categories=own,
        history_popularity=np.where(own.sum(axis=1) > 0, 0.25, np.nan),
        popularity=popularity,
        vectors=np.array([[1, 0], [0, 1]] * 3, np.float32),
        category=(np.arange(6) % 2).astype(np.int32),
        alive=6,
        seen=np.array(seen),
        weight=np.ones(len(products)),
    )
    levels = np.full(len(products), LEVELS.index(level), np.int8)
    return Answers("model", trial, placed, hits, np.zeros(placed.shape), levels, shown)


@pytest.fixture
def answers() -> Make:
    """The maker of answers."""
    return answers_of


@pytest.fixture
def lists() -> Callable[..., ShownLists]:
    """The maker of shown lists from (score, label) pairs a list, in the order of their slots."""

    def make(*given: list[tuple[float, int]]) -> ShownLists:
        sizes = [len(each) for each in given]
        rows = [pair for each in given for pair in each]
        return ShownLists(
            start=np.concatenate([[0], np.cumsum(sizes)]),
            scores=np.array([score for score, _ in rows], float),
            labels=np.array([label for _, label in rows], np.int32),
            slots=np.concatenate([np.arange(1, size + 1) for size in sizes]).astype(np.int16),
        )

    return make
