"""Candidate generators: each turns a person's moment into scores for products, from what the crowd did.

One generator a file, `fit` and `retrieve` side by side. A generator keeps nothing per person: `read`
folds the moment in at request time, `retrieve` and `score` answer from what `read` returned. `fit`
sees only past interactions; the same data, options and seed give the same arrays. A file in this room
is found by itself: nothing has to be registered.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from slotwise.discovery import members
from slotwise.errors import ConfigError
from slotwise.facets import Facets
from slotwise.interactions import Interactions
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.top import Shortlist

Arrays = dict[str, NDArray[Any]]
Allowed = NDArray[np.bool_] | None
"""bool (n_products,): the products that may be retrieved; None allows all."""


@dataclass(frozen=True)
class Reach:
    """What a generator can do: for a person without history, for a product without history, without a scene."""

    new_person: bool
    new_product: bool
    without_scene: bool = True


@dataclass(frozen=True)
class Past:
    """What `fit` may look at: interactions in the order of time, n_persons codes, the catalogue, the facets."""

    interactions: Interactions
    persons: int
    catalog: Catalog
    facets: Facets


class Generator(ABC):
    """One candidate generator; see the room's contract above."""

    name: ClassVar[str]
    reach: ClassVar[Reach]
    Options: ClassVar[type]
    usual: ClassVar[bool] = True
    """Whether a training takes it unless told otherwise; what helps few worlds is asked for by name."""
    reads_transitions: ClassVar[bool] = False
    """Whether it needs the transitions, which the live world keeps only for those who do."""
    options: Any
    """What it was fitted with, an instance of `Options`."""

    @classmethod
    @abstractmethod
    def fit(cls, past: Past, options: Any, seed: int) -> Self:
        """Learn from past interactions."""

    @abstractmethod
    def read(self, moment: Moment, live: Live) -> Any:
        """Fold the moment in: whatever `retrieve` and `score` need, computed once per request."""

    def listed(self, query: Any, k: int, allowed: Allowed) -> Shortlist | None:
        """Return a list that holds what `retrieve` returns; None where that is to be asked itself."""
        return None

    @abstractmethod
    def retrieve(self, query: Any, k: int, allowed: Allowed) -> NDArray[np.int32]:
        """Return at most k different products, best first, ties by product code; none without evidence."""

    @abstractmethod
    def score(self, query: Any, products: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return a finite float32 score for each of the given products."""

    def arrays(self) -> Arrays:
        """Return what the bundle keeps: plain arrays, nothing per person."""
        return {}

    @classmethod
    @abstractmethod
    def restore(cls, options: Any, arrays: Mapping[str, NDArray[Any]], catalog: Catalog) -> Self:
        """Return the generator that gave these arrays, ready for a catalogue that may have grown since."""


def generators() -> dict[str, type[Generator]]:
    """Return every generator of this room by name."""
    return members(__name__, Generator)  # type: ignore[type-abstract]


def read_transitions(chosen: Iterable[str]) -> bool:
    """Return whether any of some generators, by name, needs the transitions; unknown names need nothing."""
    kinds = generators()
    return any(kinds[name].reads_transitions for name in chosen if name in kinds)


def options_of(kind: type[Generator], given: Mapping[str, Any]) -> Any:
    """Return the generator's options; raise ConfigError on a name that it does not have."""
    known = [each.name for each in fields(kind.Options)]
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise ConfigError(f"{kind.name} has no option {unknown[0]!r}", expected=known, given=unknown)
    return kind.Options(**given)
