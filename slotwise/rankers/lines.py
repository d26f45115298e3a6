"""Lines: straight effects of a few features, fitted before the trees and carried on beyond what the log holds.

A tree ends where its examples end: what the log never showed, such as a content that somebody met ten times in a week,
is to it like the most that it saw. What is known to go on in proportion is fitted by logistic regression (Newton's
method) with the places' log-odds as offsets, and the trees learn what is left. To serve it, a line is written as trees
of one feature each: steps so small and so far that nobody tells them from the line.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.rankers.compile import MAX_LEAVES
from slotwise.rankers.examples import RankingExamples
from slotwise.rankers.model_text import Tree
from slotwise.rankers.splits import Split

_TREES = 6
"""Trees of a line: 6 x 31 steps."""
_RIDGE = 1.0
"""Penalty on the squared effect of a standard deviation."""
_ROUNDS = 20
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """`slope` times a feature, or the log of 1 + it, from `low` to `high`, and level beyond.

    gain: what it is worth, as LightGBM counts a split's: twice what it takes off the log loss, to the second order.
    """

    feature: int
    log: bool
    slope: float
    low: float
    high: float
    gain: float = 0.0

    def of(self, matrix: NDArray[np.float32]) -> Vector:
        """Return the effects float64 (n,) on rows float32 (n, f); a missing value counts as 0."""
        return self.slope * np.clip(_values(matrix, self.feature, self.log), self.low, self.high)

    def trees(self) -> list[Tree]:
        """Return trees that add up to the line, of which none has more leaves than a tree may."""
        steps = _TREES * (MAX_LEAVES - 1)
        width = (self.high - self.low) / steps
        edges = self.low + width * (np.arange(steps, dtype=np.float64) + 0.5)
        start, rise = self.slope * self.low / _TREES, self.slope * width
        # Every tree takes each sixth step, so that each of them spans the whole line.
        return [self._stairs(edges[first::_TREES], start, rise) for first in range(_TREES)]

    def _stairs(self, edges: Vector, start: float, rise: float) -> Tree:
        bounds = np.expm1(edges) if self.log else edges
        count = len(bounds)
        leaves = start + rise * np.arange(count + 1, dtype=np.float64)
        return Tree(
            splits=tuple(Split(self.feature, float(bound)) for bound in bounds),
            left=tuple(~np.arange(count)),
            right=(*range(1, count), ~count),
            leaf_values=leaves,
        )


def fit_lines(examples: RankingExamples, straight: Sequence[str], logs: Sequence[str]) -> list[Line]:
    """Return the lines of the named features, those of `logs` over the log of 1 + the feature.

    A feature that the examples lack, or that is the same everywhere in them, gets none.
    """
    places = {name: place for place, name in enumerate(examples.feature_names)}
    chosen = [
        (places[name], log) for names, log in ((straight, False), (logs, True)) for name in names if name in places
    ]
    columns = [_values(examples.matrix, place, log) for place, log in chosen]
    kept = [number for number, column in enumerate(columns) if column.std() > 0]
    if not kept:
        return []
    table = np.column_stack([columns[number] for number in kept])
    slopes, gains = _fitted(table, examples)
    spans = zip(table.min(axis=0), table.max(axis=0), strict=True)
    return [
        # Once more as far as the log goes, on either side: a count never falls below 0 there.
        Line(*chosen[number], float(slope), float(low - (high - low)), float(high + (high - low)), float(gain))
        for number, slope, gain, (low, high) in zip(kept, slopes, gains, spans, strict=True)
    ]


def _fitted(table: Vector, examples: RankingExamples) -> tuple[Vector, Vector]:
    """Return the slope of each column and what it gains."""
    labels = (examples.labels > 0).astype(np.float64)
    weights = np.ones(len(labels)) if examples.weights is None else examples.weights.astype(np.float64)
    offsets = np.zeros(len(labels)) if examples.offsets is None else examples.offsets.astype(np.float64)
    scale = table.std(axis=0)
    scaled = np.column_stack([(table - table.mean(axis=0)) / scale, np.ones(len(table))])
    penalty = np.append(np.full(table.shape[1], _RIDGE), 0.0)
    found = np.zeros(scaled.shape[1])
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-(offsets + scaled @ found)))
        slope = scaled.T @ (weights * (labels - chance)) - penalty * found
        curve = (scaled * (weights * chance * (1 - chance))[:, None]).T @ scaled + np.diag(penalty)
        step = np.linalg.solve(curve + 1e-9 * np.eye(len(found)), slope)
        # A step never leaps: where nearly all is clicked, or nothing, Newton's would.
        found += step / max(1.0, float(np.abs(step).max()) / 2)
        if np.abs(step).max() < 1e-8:
            break
    effects, sharpness = found[:-1], np.diag(curve)[:-1] - _RIDGE
    return effects / scale, effects**2 * sharpness


def _values(matrix: NDArray[np.float32], feature: int, log: bool) -> Vector:
    values = np.nan_to_num(matrix[:, feature].astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    return np.log1p(np.maximum(values, 0)) if log else values
