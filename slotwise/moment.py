"""Moment: what a model may know of one person at one time, as arrays of codes.

The service makes it from a folded state, training from the columns of the log; both give the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from slotwise import coded, kernels
from slotwise.catalog import Catalog
from slotwise.events import KIND_CODE, KINDS, STRENGTH, EventType
from slotwise.facets import Facets, Facts
from slotwise.lazy import lazy_shared
from slotwise.person import PersonState

Where: TypeAlias = Callable[[], NDArray[np.int32]]


class Told(Protocol):
    """What a configuration says of a person at a moment (`slotwise.standing.Standing`)."""

    @property
    def tags(self) -> frozenset[str]:
        """The tags that the person holds."""

    def about(self, products: NDArray[np.int32], behaviours: tuple[str, ...] = ()) -> NDArray[np.int32]:
        """Return how many of these tags, of some classes of behaviour or of all, are about each of some products."""

    def bits(self, behaviours: tuple[tuple[str, ...], ...]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]] | None:
        """Return the tags about each product, and those held of each of some sets of behaviours, as bits."""

    def fact(self, name: str) -> Any:
        """Return a fact by its full name, None where it is unknown."""


@dataclass
class Moment:
    """One person at `now` (ms UTC). Histories run from old to new and hold known products only.

    products int32 (h,), times int64 (h,) ms UTC, kinds int8 (h,), values float32 (h,);
    shown int32 (s,) contents, shown_times int64 (s,), dismissed bool (s,);
    totals int64 (n_kinds + 1,) events ever by kind; facets int32 (n_facets,); numbers float32 (n_numbers,).
    """

    now: int
    products: NDArray[np.int32]
    times: NDArray[np.int64]
    kinds: NDArray[np.int8]
    values: NDArray[np.float32]
    shown: NDArray[np.int32]
    shown_times: NDArray[np.int64]
    dismissed: NDArray[np.bool_]
    totals: NDArray[np.int64]
    first_at: int
    facets: NDArray[np.int32]
    numbers: NDArray[np.float32]
    conversions: tuple[int, ...] = ()
    """Times (ms UTC) of the conversions that decide the person's layer, of any product."""
    hidden: tuple[str, ...] = ()
    """What the person does not want to be used about them: names of attributes, and `tags.<tag>`."""
    where: tuple[Where, Where] | None = field(default=None, repr=False, compare=False)
    """Find the touchpoints of what was shown and of the history; asked by few, and then once."""
    standing: "Told | None" = field(default=None, repr=False, compare=False)
    """What the configuration says of the person, where somebody has asked; it reads this moment."""
    shared: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was computed of the past alone, for other moments of the same past."""

    @lazy_shared
    def shown_places(self) -> NDArray[np.int32]:
        """int32 (s,): codes of the touchpoints of what was shown, -1 unknown."""
        return np.full(len(self.shown), -1, np.int32) if self.where is None else self.where[0]()

    @lazy_shared
    def touched_places(self) -> NDArray[np.int32]:
        """int32 (h,): codes of the touchpoints of the history, -1 unknown."""
        return np.full(len(self.products), -1, np.int32) if self.where is None else self.where[1]()

    @lazy_shared
    def known(self) -> bool:
        """Whether the person was ever seen."""
        return bool(np.count_nonzero(self.totals))

    def of_kind(self, kind: int) -> NDArray[np.intp]:
        """Return the places in the history of the interactions of one kind, by its code, old to new; kept."""
        kept: dict[int, NDArray[np.intp]] = self.shared.setdefault("_of_kind", {})
        found = kept.get(kind)
        if found is None:
            found = kept[kind] = (self.kinds == kind).nonzero()[0]
        return found

    @lazy_shared
    def bought(self) -> NDArray[np.int32]:
        """int32 (<= h,): products of the conversions, old to new."""
        return self.products[self.of_kind(_CONVERT)]

    @lazy_shared
    def interests(self) -> NDArray[np.int32]:
        """int32 (<= h,): products of the interactions that speak for them, old to new."""
        return self._interests[0]

    @lazy_shared
    def latest(self) -> NDArray[np.int32]:
        """int32 (<= h,): the interests from the latest one back; so are the first few of them."""
        return self.interests[::-1].copy()

    @lazy_shared
    def interest_times(self) -> NDArray[np.int64]:
        """int64 (<= h,): when the interests were shown, ms UTC."""
        return self._interests[1]

    @lazy_shared
    def weights(self) -> NDArray[np.float32]:
        """float32 (<= h,): strengths of the interests, which are their weights as implicit feedback."""
        return self._interests[2]

    @lazy_shared
    def _interests(self) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.float32]]:
        most = len(self.products)
        products, times, weights = np.empty(most, np.int32), np.empty(most, np.int64), np.empty(most, np.float32)
        count = kernels.load(_HISTORY).interests(
            self.products, self.times, self.kinds, STRENGTH, products, times, weights
        )
        return products[:count], times[:count], weights[:count]

    @lazy_shared
    def distinct(self) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Different products of interest int32 (p,), the one touched last standing last, and their summed strengths."""
        products, strengths = np.empty(len(self.interests), np.int32), np.empty(len(self.interests), np.float32)
        count = kernels.load("slotwise.kernels.beside").distinct(self.interests, self.weights, products, strengths)
        return products[:count], strengths[:count]

    def with_facets(self, facets: NDArray[np.int32]) -> "Moment":
        """Return the same moment with other facets; what was computed of the rest goes along."""
        other = object.__new__(Moment)
        other.__dict__.update(self.__dict__)
        other.facets = facets
        return other

    def alone(self) -> "Moment":
        """Return the same moment for who tells something of it: were each to keep the other, both would stay on."""
        other = self.with_facets(self.facets)
        other.standing = None
        return other

    def decayed(self, halflife: float) -> NDArray[np.float32]:
        """Return float32, one per interest: strength times 2^(-age / halflife); halflife in ms."""
        decay, found = np.empty(len(self.weights)), np.empty(len(self.weights), np.float32)
        kernels.load(_HISTORY).exponents(self.interest_times, self.now, halflife, decay)
        return np.multiply(self.weights, np.exp2(decay, out=decay), out=found, casting="same_kind")


_HISTORY, _CONVERT = "slotwise.kernels.history", KIND_CODE[EventType.CONVERT]
_NOTHING = {
    "products": np.zeros(0, np.int32),
    "times": np.zeros(0, np.int64),
    "kinds": np.zeros(0, np.int8),
    "values": np.zeros(0, np.float32),
    "shown": np.zeros(0, np.int32),
    "shown_times": np.zeros(0, np.int64),
    "dismissed": np.zeros(0, np.bool_),
    "totals": np.zeros(len(KINDS) + 1, np.int64),
}


def blank(now: int, facets: NDArray[np.int32], numbers: NDArray[np.float32]) -> Moment:
    """Return the moment of somebody of whom nothing may be read: scene only."""
    return Moment(now=now, first_at=now, facets=facets, numbers=numbers, **_NOTHING)  # type: ignore[arg-type]


def of_state(state: PersonState, now: int, facts: Facts, catalog: Catalog, facets: Facets) -> Moment:
    """Return the moment of a folded state; what the catalogue does not know and what came later is left out."""
    past = coded.past(state, catalog, now)
    found = object.__new__(Moment)
    found.__dict__.update(past)
    found.__dict__.update(
        now=now,
        first_at=now if state.first_at is None else min(state.first_at, now),
        facets=facets.encode(facts),
        numbers=facets.measure(facts),
        conversions=state.conversions,
        hidden=state.hidden,
        standing=None,
        shared=past,
    )
    return found
