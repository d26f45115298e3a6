"""Ranking examples: what a ranker is fitted on, grouped by the list in which the candidates stood together."""

import re
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from slotwise.errors import RankingExamplesError

MAX_LABEL = 4
MAX_GROUP = 10_000
"""LightGBM's lambdarank refuses longer lists."""
_NAME = re.compile(r"[^\s\[\]{},:\"]+")  # what LightGBM accepts as a feature's name and keeps as it is


@dataclass(frozen=True)
class RankingExamples:
    """n candidates with f features in lists; the rows of one list (a page answer, a session) stand together.

    Lists without any click are kept: a pairwise loss learns nothing from them, but rates and metrics need them.
    Raises RankingExamplesError when lengths, types or ranges do not fit.
    """

    matrix: NDArray[np.float32]
    """(n, f) features; NaN means unknown."""
    labels: NDArray[np.int32]
    """(n,) gain grade 0 (nothing) ... 4 (the best that can happen)."""
    groups: NDArray[np.int32]
    """Sizes of the lists, in the order of the rows; their sum is n."""
    feature_names: tuple[str, ...]
    """f different names without blanks."""
    positions: NDArray[np.int16] | None = None
    """(n,) logged slot, 1-based, when the candidates were shown; None when they were not."""
    weights: NDArray[np.float32] | None = None
    """(n,) weight of each row, 0 or more."""
    offsets: NDArray[np.float32] | None = None
    """(n,) log-odds of a click that the place alone explains, for the objective binary; None where it is not known."""
    directions: tuple[int, ...] = field(default=())
    """Direction of each feature, 1, -1 or 0; empty where none is known."""
    categorical: tuple[int, ...] = field(default=())
    """Columns that hold category numbers (0, 1, 2 ...; NaN or below 0: none) rather than amounts."""

    def __post_init__(self) -> None:
        check_matrix(self.matrix, len(self.feature_names))
        check_groups(self.groups, len(self.matrix))
        check_labels(self.labels, len(self.matrix))
        names = self.feature_names
        bad = [name for name in names if not _NAME.fullmatch(name) or names.count(name) > 1]
        if bad:
            raise RankingExamplesError('feature names must differ and have no blanks or any of []{},:"', given=bad)
        if any(not 0 <= column < len(names) for column in self.categorical):
            raise RankingExamplesError("a categorical column does not exist", given=self.categorical)
        if self.positions is not None:
            _check_row_values("positions", self.positions, len(self.matrix), np.int16, low=1)
        if self.weights is not None:
            _check_row_values("weights", self.weights, len(self.matrix), np.float32, low=0)
        if self.offsets is not None and self.offsets.shape != (len(self.matrix),):
            raise RankingExamplesError("an offset a row", expected=len(self.matrix), given=self.offsets.shape)
        if self.directions and len(self.directions) != len(names):
            raise RankingExamplesError("a direction a feature", expected=len(names), given=len(self.directions))


def check_matrix(matrix: NDArray[np.float32], width: int) -> None:
    """Raises RankingExamplesError unless ``matrix`` is float32 with ``width`` columns."""
    if matrix.ndim != 2 or matrix.shape[1] != width or matrix.dtype != np.float32:
        given = f"{matrix.dtype} {matrix.shape}"
        raise RankingExamplesError("the feature matrix does not fit", expected=f"float32 (n, {width})", given=given)


def check_groups(groups: NDArray[np.int32], n_rows: int) -> None:
    """Raises RankingExamplesError unless the sizes of the lists are 1 ... MAX_GROUP and add up to the rows."""
    if groups.ndim != 1 or groups.dtype.kind != "i" or int(groups.sum()) != n_rows:
        given = f"{groups.dtype} {groups.shape}, sum {groups.sum()}"
        raise RankingExamplesError("the sizes of the lists do not add up to the rows", expected=n_rows, given=given)
    if len(groups) and not 1 <= groups.min() <= groups.max() <= MAX_GROUP:
        given = f"{groups.min()} to {groups.max()}"
        raise RankingExamplesError("a list is empty or too long", expected=f"1 to {MAX_GROUP}", given=given)


def check_labels(labels: NDArray[np.int32], n_rows: int) -> None:
    """Raises RankingExamplesError unless there is one whole number from 0 to MAX_LABEL for every row."""
    if labels.shape != (n_rows,) or labels.dtype.kind not in "iu":
        given = f"{labels.dtype} {labels.shape}"
        raise RankingExamplesError("every row needs one whole label", expected=f"int ({n_rows},)", given=given)
    if len(labels) and not 0 <= labels.min() <= labels.max() <= MAX_LABEL:
        given = f"{labels.min()} to {labels.max()}"
        raise RankingExamplesError("a label is out of range", expected=f"0 to {MAX_LABEL}", given=given)


def _check_row_values(name: str, values: NDArray[np.generic], n_rows: int, dtype: type, low: int) -> None:
    fits = values.shape == (n_rows,) and values.dtype == dtype
    if not fits or not np.isfinite(values).all() or (values < low).any():  # type: ignore[operator]
        expected = f"{np.dtype(dtype)} ({n_rows},), finite, at least {low}"
        raise RankingExamplesError(f"{name} do not fit", expected=expected, given=f"{values.dtype} {values.shape}")
