"""The features of a model: the order of their columns, which differ by touchpoint, and which are read at all."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.features.declared import THEMES, Feature, Schema, Theme
from slotwise.features.seen import Column, Items

Placed = tuple[int, Callable[[Any], Any]]
"""A column's place in its block, and how it is computed."""


@dataclass(frozen=True)
class FeatureSet:
    """The features of one model, in the order of their columns: person, scene, product, match, by name."""

    features: tuple[Feature, ...]
    schema: Schema | None = field(default=None, compare=False, repr=False)
    """The installation that they are of."""

    @cached_property
    def names(self) -> list[str]:
        """Names in the order of the columns."""
        return [each.name for each in self.features]

    @cached_property
    def directions(self) -> list[int]:
        """Direction of each column: 1, -1, or 0 where it is not known."""
        return [each.direction for each in self.features]

    @cached_property
    def categorical(self) -> list[int]:
        """Columns that hold codes of categories."""
        return [place for place, each in enumerate(self.features) if each.categorical]

    @cached_property
    def _by_theme(self) -> dict[str, tuple[Feature, ...]]:
        return {theme: tuple(each for each in self.features if each.theme == theme) for theme in THEMES}

    @cached_property
    def _request(self) -> tuple[Feature, ...]:
        return self.of_theme("person", "scene")

    @cached_property
    def by_touchpoint(self) -> tuple[list[Placed], list[Placed]]:
        """What is read of the request row and of the match block and differs by touchpoint."""
        return _placed(self._request, True), _placed(self._by_theme["match"], True)

    @cached_property
    def for_all_touchpoints(self) -> tuple[list[Placed], list[Placed]]:
        """What is read of the request row and of the match block and is the same on all touchpoints."""
        return _placed(self._request, False), _placed(self._by_theme["match"], False)

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What others derive from these features and keep with them."""
        return {}

    def of_theme(self, *themes: Theme) -> tuple[Feature, ...]:
        """Return the features of some themes, in the order of their columns."""
        return tuple(each for theme in themes for each in self._by_theme[theme])

    def named(self, names: Collection[str]) -> "FeatureSet":
        """Return those of some names: what came after a model was trained is none of its columns."""
        chosen = frozenset(names)
        return FeatureSet(tuple(each for each in self.features if each.name in chosen), self.schema)

    def read_by(self, used: NDArray[np.bool_]) -> "FeatureSet":
        """Return the same columns, of which those that a ranker never reads, bool (n_features,), stay missing."""
        read = [
            each if is_used else replace(each, compute=_missing, by_touchpoint=False)
            for each, is_used in zip(self.features, used.tolist(), strict=True)
        ]
        return FeatureSet(tuple(read), self.schema)

    @cached_property
    def fingerprint(self) -> str:
        """Digest of names, themes, units and meanings: a model and the code that serves it must agree on it."""
        lines = [f"{each.name}|{each.theme}|{each.unit}|{each.meaning}|{each.categorical}" for each in self.features]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    def product_rows(self, items: Items) -> Column:
        """float32 (m, n_product): the part that is computed once per content and tick."""
        return _stack([each.compute(items) for each in self._by_theme["product"]], len(items.contents))


def _missing(seen: object) -> float:
    return np.nan


def _placed(features: tuple[Feature, ...], by_touchpoint: bool) -> list[Placed]:
    """The features of a block that a ranker reads, each with its place in it."""
    read = [(place, each) for place, each in enumerate(features) if each.compute is not _missing]
    return [(place, each.compute) for place, each in read if each.by_touchpoint == by_touchpoint]


def _stack(columns: list[Column], rows: int) -> Column:
    matrix = np.empty((rows, len(columns)), dtype=np.float32)
    for place, column in enumerate(columns):
        matrix[:, place] = column
    return matrix
