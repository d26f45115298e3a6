"""Columns: facts of many rows at once, as a condition reads them; a number, a text or a truth of n rows, and lists."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Numbers:
    """Numbers, float64 (n,) or (); NaN where missing."""

    values: NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Texts:
    """Texts as codes into `words`, integers (n,) or (); -1 where missing."""

    codes: NDArray[np.signedinteger[Any]]
    words: Sequence[str]


@dataclass(frozen=True)
class Truths:
    """Truths, bool (n,) or () each: where it is known to be true and to be false; neither where unknown."""

    yes: Mask
    no: Mask


class Lists(ABC):
    """A list of texts in each row, such as a person's tags."""

    @abstractmethod
    def having(self, text: str) -> Mask:
        """Return bool (n,): the rows whose list has the text."""

    @abstractmethod
    def sizes(self) -> NDArray[np.integer[Any]]:
        """Return integers (n,): how many texts each list has, -1 where the list is missing."""

    def known(self) -> Mask:
        """Return bool (n,): the rows that have a list at all."""
        return self.sizes() >= 0


Column: TypeAlias = Numbers | Texts | Truths | Lists


class Columns(ABC):
    """Facts of n rows by full name."""

    @abstractmethod
    def __len__(self) -> int:
        """Return the number of rows."""

    @abstractmethod
    def column(self, name: str) -> Column | None:
        """Return the column of a fact or of a call (`Call.key`), or None when no row has it."""


def texts(values: Sequence[str | None]) -> Texts:
    """Return a column of texts, None where missing."""
    words = sorted({each for each in values if each is not None})
    places = {word: place for place, word in enumerate(words)}
    codes = [-1 if each is None else places[each] for each in values]
    return Texts(np.array(codes, dtype=np.int32), words)


def truths(values: Mask) -> Truths:
    """Return a column of truths that are all known; bool (n,)."""
    return Truths(values, ~values)


def constant(value: bool | int | float | str) -> Column:
    """Return a column that has the same value in every row."""
    if isinstance(value, bool):
        return truths(np.array(value))
    if isinstance(value, str):
        return Texts(np.array(0, dtype=np.int32), [value])
    return Numbers(np.array(float(value)))
