"""Rankers: each turns a feature matrix of candidates into one score per candidate; higher is better.

A ranker looks at nothing but the rows it is given: the order of the rows does not matter, equal rows get equal scores,
every score is finite whatever the features hold (NaN and infinities included), and the same arrays give the same bits
on every machine. It is stored as plain arrays, never pickled. Fitting lives beside it and may need libraries that
serving does not: nothing here imports them, nor the compiled kernel, until it is used.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray


class Ranker(ABC):
    """The contract of the room; every subclass found in it is held to the paragraph above by one test."""

    name: ClassVar[str]

    @abstractmethod
    def score_matrix(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """float32[m, n_columns] -> float64[m]; raises RankingExamplesError for another width or type."""

    @abstractmethod
    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Everything the ranker is, as arrays without objects, one .npy file each."""

    @classmethod
    @abstractmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The inverse of to_arrays, also from read-only memory maps; raises RankerModelError for damaged arrays."""
