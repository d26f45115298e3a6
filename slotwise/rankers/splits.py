"""One split of a tree: which values go right, and at which float32 values that answer can change.

The rules are those of LightGBM's ``Tree::NumericalDecision`` and ``Tree::CategoricalDecision`` (its file tree.h),
and of its prediction buffer, which turns values within 1e-35 of zero into zero before any tree sees them.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

ZERO = np.float32(1e-35)
"""LightGBM's kZeroThreshold: values this close to zero are zero."""
_BELOW_ZERO = np.nextafter(-ZERO, np.float32(-np.inf))
_MAX_INT = float(2**31)


@dataclass(frozen=True)
class Split:
    """A numerical split (value <= threshold goes left) or, with ``categories``, a set of whole numbers that go left."""

    feature: int
    threshold: float = 0.0
    missing: Literal["none", "zero", "nan"] = "none"
    default_left: bool = False
    categories: tuple[int, ...] | None = None

    def goes_right(self, values: NDArray[np.float32]) -> NDArray[np.bool_]:
        """For float32[n] values (NaN and infinities allowed): bool[n], True where a row leaves to the right."""
        exact = values.astype(np.float64)
        exact[np.abs(exact) <= ZERO] = 0.0
        if self.categories is not None:
            return self._outside_categories(exact)
        gone = np.isnan(exact)
        if self.missing != "nan":
            exact[gone] = 0.0
        if self.missing == "zero":
            gone = exact == 0.0
        right = ~(exact <= self.threshold)
        if self.missing != "none":
            right[gone] = not self.default_left
        return right

    def _outside_categories(self, exact: NDArray[np.float64]) -> NDArray[np.bool_]:
        # LightGBM cuts towards zero, so -0.5 is category 0; what does not fit an int32 is no category.
        known = np.isfinite(exact) & (exact > -1.0) & (exact < _MAX_INT)
        category = np.where(known, exact, -1.0).astype(np.int64)
        return ~np.isin(category, self.categories or ())

    def edges(self) -> NDArray[np.float32]:
        """Values e such that the answer is constant on every interval (previous edge, e] of float32 numbers."""
        if self.categories is not None:
            first = np.array(self.categories, dtype=np.float64)
            bounds = np.concatenate([np.where(first == 0.0, -1.0, np.nextafter(first, -np.inf)), first + 1.0])
            bounds[len(first) :] = np.nextafter(bounds[len(first) :], -np.inf)
            return np.unique(_round_down(bounds))
        edge = _round_down(np.array([self.threshold]))
        if abs(edge[0]) <= ZERO:
            edge[0] = ZERO if self.threshold >= 0.0 else _BELOW_ZERO
        return np.array([_BELOW_ZERO, ZERO, edge[0]], dtype=np.float32) if self.missing == "zero" else edge


def _round_down(exact: NDArray[np.float64]) -> NDArray[np.float32]:
    """The greatest float32 not above each double: ``v <= t`` is the same for every float32 v after rounding t down."""
    with np.errstate(over="ignore"):
        nearest = exact.astype(np.float32)
    return np.where(nearest.astype(np.float64) > exact, np.nextafter(nearest, np.float32(-np.inf)), nearest)
