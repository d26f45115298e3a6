"""Metrics: each says from a contender's answers how good, how wide or how safe they are; one metric a file.

Most are means over cases, or ratios of two sums: `parts` gives both terms case by case, which is all that slices,
intervals and paired differences need. A case that says nothing about a metric has a denominator of 0. A file in
this room is found by itself. No metric samples negatives: the candidates are those of the whole catalogue.
"""

from abc import ABC, abstractmethod
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from slotwise.discovery import members
from training.answers import Answers

Parts = tuple[NDArray[np.float64], NDArray[np.float64]]


class Metric(ABC):
    """One metric; `name` carries the number of places that it looks at."""

    name: ClassVar[str]
    title: ClassVar[str]
    better: ClassVar[Literal["higher", "lower", ""]] = "higher"
    """Which way is better; empty for what is only described."""
    impressions: ClassVar[bool] = False
    """Whether it needs lists that were really shown."""

    @abstractmethod
    def parts(self, answers: Answers) -> Parts:
        """Return numerator and denominator float64 (n,) of every case."""

    def value(self, answers: Answers, cases: NDArray[np.bool_] | None = None) -> float:
        """Return the metric over some cases (bool (n,), default all); NaN where none of them says anything."""
        above, below = self.parts(answers)
        if cases is not None:
            above, below = above[cases], below[cases]
        return float(above.sum() / below.sum()) if below.sum() > 0 else float("nan")


def metrics() -> dict[str, Metric]:
    """Return one of every metric of this room by name."""
    return {name: kind() for name, kind in members(__name__, Metric).items()}  # type: ignore[type-abstract]


def told(answers: Answers) -> NDArray[np.float64]:
    """Return float64 (n,): 1 for cases in which something was wanted."""
    return (answers.trial.wanted > 0).astype(np.float64)


def discounts(places: int) -> NDArray[np.float64]:
    """Return float64 (places,): 1 / log2(1 + rank), by which a gain counts less further down."""
    return 1 / np.log2(np.arange(2, places + 2))
