"""Past: what a person's past says, by one call of a kernel: the tags held, and with them facts asked for before.

A fact that is asked for the first time is computed by its own function; from the next person on it is told along with
the tags, with the same bits. So nobody has to say what a configuration's conditions are going to read. Without
machine code every fact is computed by its own function.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import NamedTuple
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.events import KIND_CODE, EventType
from slotwise.moment import Moment
from slotwise.standing_calls import Asked, covered, of_history
from slotwise.tags import Table

_CONVERT = EventType.CONVERT.value
_DAY = 86_400_000
_KERNEL = "slotwise.kernels.past_numba"
_KEPT = "told"
"""Where a past keeps what was told of it."""
_MOST = 64
"""Facts that are told along."""
_FACTS = {
    "state.spend": Asked("sum", _CONVERT, "", 0.0),
    "state.days_since_purchase": Asked("last", _CONVERT, "", 0.0),
}
"""Facts of `standing_facts` that the kernel has too, as calls of it."""


def call_of(name: str) -> Asked | None:
    """Return what a fact is to the kernel, given by its full name or the key of a call; None where it has it not."""
    call = _FACTS.get(name) or of_history(name)
    return call._replace(name="last") if call and call.name == "days_since" else call


@dataclass(eq=False)
class Told:
    """What was told of one person: places of tags in the table, and the same as bits, uint64 (w,); facts by their name.

    Nothing is said of extra conditions and of what is hidden. A fact that is None is unknown.
    """

    held: list[int]
    word: NDArray[np.uint64]
    facts: Mapping[str, float | None] = field(default_factory=dict)
    """Those that stay as they are for a while."""
    lasts: Mapping[str, float | None] = field(default_factory=dict)
    """When the last event was (ms UTC), of which a fact tells how many days have gone by since."""
    past: "Callable[[], Past | None]" = lambda: None
    """Who told it; weak, as it is kept with rows that must not hold a catalogue that was replaced."""
    along: "Along | None" = None
    begin: int = 0
    until: float = 0.0
    """It is so from `begin` on, and ends before `until`, ms UTC, as long as nothing happens."""
    tags: frozenset[str] | None = None
    """Names of the tags that are held, once somebody has asked."""
    points: tuple[int, float, float | None] | None = None
    """From when on, and until when (ms UTC), the points of the life cycle are so many, once somebody has asked."""

    def has(self, name: str) -> bool:
        """Whether a fact was told."""
        return name in self.facts or name in self.lasts

    def fact(self, name: str, now: int) -> float | None:
        """Return a fact that was told, at a moment, ms UTC; None where it is unknown."""
        return self.facts[name] if name in self.facts else _days(self.lasts[name], now)


def _days(last: float | None, now: int) -> float | None:
    return None if last is None else (now - last) / _DAY


class Along(NamedTuple):
    """The facts that are told along: their names, and calls float64 (c, 4) and about bool (b, n_products) of them."""

    names: tuple[str, ...]
    lasts: tuple[str, ...]
    """Those that tell of the last event."""
    calls: NDArray[np.float64]
    about: NDArray[np.bool_]


class Past:
    """Asks of persons what a table of tags holds, and the facts that were asked for before."""

    def __init__(self, table: Table):
        self.table = table
        self.catalog = table.catalog
        self._kernel = import_module(_KERNEL) if kernels.compiled() else None
        self._along = Along((), (), np.zeros((0, 4)), np.zeros((0, len(table.catalog.products)), np.bool_))
        self._self = ref(self)
        self._sizes = len(table.tags), table.covers.shape[1]

    def of(self, moment: Moment) -> Told:
        """Return what is told of a person at a moment: of the same past it is kept for as long as it stays the same."""
        kept: Told | None = moment.shared.get(_KEPT)
        if kept and kept.past() is self and kept.along is self._along and kept.begin <= moment.now < kept.until:
            return kept
        if self._kernel is None:
            held: list[int] = np.flatnonzero(self.table.reached(moment) >= 0).tolist()
            return Told(held, self.table.word(held))
        found = moment.shared[_KEPT] = self._ask(self._kernel, moment, self._along)
        return found

    def _ask(self, kernel: ModuleType, moment: Moment, along: Along) -> Told:
        tags, words = self._sizes
        places, word, told = np.empty(2 * tags, np.int64), np.empty(words, np.uint64), np.empty(len(along.calls) + 1)
        count = kernel.past(
            moment.now, moment.products, moment.kinds, moment.times, moment.values, *self.table.arrays, along.calls,
            along.about, places, word, told,
        )  # fmt: skip
        *values, until = told.tolist()
        facts = {name: found if found == found else None for name, found in zip(along.names, values, strict=True)}
        lasts = {name: facts.pop(name) for name in along.lasts}
        return Told(places[:count].tolist(), word, facts, lasts, self._self, along, moment.now, until)

    def also(self, name: str) -> None:
        """Tell a fact along from now on, given by its full name or the key of a call, if the kernel has it."""
        along, call = self._along, call_of(name)
        if self._kernel is None or call is None or name in along.names or len(along.names) >= _MOST:
            return
        mask, about = covered(call.business, self.table.catalog), along.about
        what = getattr(self._kernel, call.name.upper())
        row = [what, KIND_CODE[call.kind], -1 if mask is None else len(about), call.days * _DAY]
        # Another thread may add a fact at the same time: one of the two is then told along a little later.
        self._along = Along(
            (*along.names, name),
            (*along.lasts, name) if call.name == "last" else along.lasts,
            np.vstack([along.calls, row]),
            about if mask is None else np.vstack([about, mask]),
        )
