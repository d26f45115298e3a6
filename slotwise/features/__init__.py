"""Features: one function, one feature, named as the feature, computed for all candidates at once.

Every feature declares its theme, because training, explanation and speed rest on it: `person` and
`scene` features are one number per request, `product` features one number per content and tick,
`match` features one number per candidate. A feature sees only what its theme may see. A function in
this room with the decorator `feature` is found by itself; a `family` makes one feature for each
attribute, facet or candidate source of an installation. What features see is not to be changed; it is not frozen,
because to make something frozen in every request takes three times as long.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.catalog import Catalog
from slotwise.discovery import modules
from slotwise.facets import Facets
from slotwise.gather import Pool
from slotwise.live import Live
from slotwise.moment import Moment

Theme = Literal["person", "scene", "product", "match"]
THEMES: tuple[Theme, ...] = ("person", "scene", "product", "match")
Column = NDArray[np.float32]
T = TypeVar("T")
_BESIDE = "slotwise.kernels.beside"


@dataclass(slots=True)
class Request:
    """What person and scene features see: one person, one moment, the live world."""

    moment: Moment
    live: Live
    facets: Facets

    @property
    def catalog(self) -> Catalog:
        """The catalogue of the live world."""
        return self.live.catalog


@dataclass(slots=True)
class Items:
    """What product features see: contents int32 (m,) and the products they promote int32 (m,)."""

    contents: NDArray[np.int32]
    products: NDArray[np.int32]
    live: Live

    @property
    def catalog(self) -> Catalog:
        """The catalogue of the live world."""
        return self.live.catalog


@dataclass(slots=True)
class Match:
    """What match features see: a request, its candidates, and in `pool` each source's scores and ranks of them.

    touchpoints: for passes over the candidates of several touchpoints, int32 (m,) the facet row of each one's, -1 none.
    """

    request: Request
    items: Items
    pool: Pool
    kept: dict[str, Any] = field(default_factory=dict)
    touchpoints: NDArray[np.int32] | None = None

    @property
    def moment(self) -> Moment:
        """The person's moment."""
        return self.request.moment

    @property
    def live(self) -> Live:
        """The live world."""
        return self.items.live

    @property
    def products(self) -> NDArray[np.int32]:
        """int32 (m,): the product of each candidate."""
        return self.items.products

    def spread(self, products: NDArray[np.int32], weights: NDArray[np.float64]) -> Column:
        """float32 (m,): for each candidate the sum of the weights that stand beside its product."""
        sums = np.empty(len(self.products), np.float32)
        kernels.load(_BESIDE).spread(products, weights, self.products, sums)
        return sums

    def latest(self, products: NDArray[np.int32], times: NDArray[np.int64]) -> NDArray[np.int64]:
        """int64 (m,): for each candidate the latest of the times that stand beside its product, 0 without one."""
        latest = np.empty(len(self.products), np.int64)
        kernels.load(_BESIDE).latest(products, times, self.products, latest)
        return latest

    def keep(self, key: str, make: Callable[[], T]) -> T:
        """Compute something that several features need once per request."""
        found: T | None = self.kept.get(key)
        if found is None:
            found = self.kept[key] = make()
        return found


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


def feature_set(schema: Schema) -> FeatureSet:
    """Return all features of an installation: every function of this room and every member of its families."""
    found: list[Feature] = []
    for module in modules(__name__):
        for value in vars(module).values():
            if isinstance(value, Feature):
                found.append(value)
            elif isinstance(value, Family):
                found += value.make(schema)
    return FeatureSet(tuple(sorted(found, key=lambda each: (THEMES.index(each.theme), each.name))), schema)
