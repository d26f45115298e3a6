"""How features are declared: a function with its theme and unit, or a family for an installation's own columns."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from slotwise.catalog import Catalog
from slotwise.facets import Facets

Theme = Literal["person", "scene", "product", "match"]
THEMES: tuple[Theme, ...] = ("person", "scene", "product", "match")


@dataclass(frozen=True)
class Feature:
    """One feature: how to compute it, what it means and in which unit."""

    name: str
    theme: Theme
    unit: str
    meaning: str
    compute: Callable[[Any], Any] = field(compare=False)
    categorical: bool = False
    by_touchpoint: bool = False
    """Whether it differs between the touchpoints of one call; everything else is computed once for all of them."""
    direction: int = 0
    """1 where more of it can only speak for a candidate, -1 where only against, 0 where nobody can say beforehand."""


@dataclass(frozen=True)
class Schema:
    """What the families need to know of an installation."""

    catalog: Catalog
    facets: Facets
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Family:
    """A function that makes the features of an installation's own columns."""

    make: Callable[[Schema], list[Feature]]


def feature(
    theme: Theme, unit: str, categorical: bool = False, by_touchpoint: bool = False, direction: int = 0
) -> Callable[[Callable[[Any], Any]], Feature]:
    """Declare a function as the feature of its name; the docstring is its meaning."""

    def declare(compute: Callable[[Any], Any]) -> Feature:
        meaning = (compute.__doc__ or "").strip()
        return Feature(compute.__name__, theme, unit, meaning, compute, categorical, by_touchpoint, direction)

    return declare


def family(make: Callable[[Schema], list[Feature]]) -> Family:
    """Declare a function as a family of features."""
    return Family(make)
