"""Standing: what the configuration says of a person at a moment: tags, stage, tier, growth stage, behaviour.

It is a pure function of the moment, the person's attributes and the configuration, so that training, replay and
service have the same. Nothing is computed before something reads it, and what was read once is kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from slotwise import standing_calls
from slotwise.audiences import IN, OUT, Audiences, argument
from slotwise.catalog import Catalog
from slotwise.documents import Entry
from slotwise.documents.audiences import Audience
from slotwise.documents.life_cycle import Phase
from slotwise.documents.tags import Tag
from slotwise.lazy import lazy
from slotwise.life import Life
from slotwise.moment import Moment
from slotwise.standing_facts import TOLD
from slotwise.tags import Evidence, Table, compiled, evidence

HIDDEN = "tags."
"""How a tag is called where a person says what may not be used about them: `tags.<tag>`."""


@dataclass
class Plan:
    """What a configuration says of persons: live tags and the life cycle. Compiled for one catalogue at a time."""

    tags: tuple[Tag, ...] = ()
    life: Life = field(default_factory=Life)
    processes: Mapping[str, Entry] = field(default_factory=dict)
    audiences: Audiences = field(default_factory=Audiences)
    _table: Table | None = field(default=None, repr=False)

    @classmethod
    def of(
        cls,
        tags: Sequence[Tag],
        phases: Sequence[Phase],
        processes: Mapping[str, Entry] | None = None,
        audiences: Sequence[Audience] = (),
    ) -> "Plan":
        """Return the plan of all entries of a configuration; of the tags only the live ones count."""
        live = tuple(each for each in tags if each.status == "live")
        return cls(live, Life(tuple(phases)), processes or {}, Audiences.of(audiences))

    def table(self, catalog: Catalog) -> Table:
        """Return the live tags over a catalogue; kept until it is asked for another one."""
        found = self._table
        if found is None or found.catalog is not catalog:
            found = self._table = compiled(self.tags, catalog, self.processes)
        return found


class Standing:
    """What a plan says of one person; `given` are the facts that were told: of the context and of the person.

    Of nobody in particular, whose `person_id` is empty, no audience holds anybody out.
    """

    def __init__(self, plan: Plan, moment: Moment, catalog: Catalog, given: Mapping[str, Any], person_id: str = ""):
        self.person_id = person_id
        self.plan = plan
        self.moment = moment.alone()
        self.catalog = catalog
        self._given = given
        self._facts: Callable[[], Known | None] = _nothing
        self._found: dict[str, Any] = {}
        self._about: tuple[NDArray[np.int32], NDArray[np.uint64]] | None = None
        """Products that were asked about, and the tags held that are about each of them, as bits."""

    @property
    def facts(self) -> "Known":
        """The facts, told and computed. Who reads them keeps them: two that keep each other outlive their request."""
        found = self._facts()
        if found is None:
            found = Known(self._given, self)
            self._facts = ref(found)
        return found

    @lazy
    def tags(self) -> frozenset[str]:
        """The live tags that the person holds, without those that they hide."""
        names = self.table.names if self.places else ()
        return frozenset([names[place] for place in self.places])

    @lazy
    def places(self) -> list[int]:
        """Places in the table of the tags that are held."""
        if not self.plan.tags:
            return []
        table = self.table
        held = (table.reached(self.moment) >= 0).nonzero()[0].tolist()
        hidden, besides = self.moment.hidden, table.besides
        if hidden:
            held = [place for place in held if HIDDEN + table.names[place] not in hidden]
        if not besides:
            return held
        return [place for place in held if place not in besides or besides[place].holds(self.facts)]

    @lazy
    def table(self) -> Table:
        """The tags over the catalogue."""
        return self.plan.table(self.catalog)

    def about(self, products: NDArray[np.int32], behaviours: tuple[str, ...] = ()) -> NDArray[np.int32]:
        """Return how many of the tags held, of some classes of behaviour or of all, are about each product.

        products int32 (m,) -> int32 (m,).
        """
        if not self.places:
            return np.zeros(len(products), np.int32)
        # Several features ask about the same candidates.
        about = self._about
        if about is None or about[0] is not products:
            about = self._about = (products, self.table.covers[products] & self.table.word(self.places))
        counted: NDArray[np.int32] = np.bitwise_count(about[1] & self.table.counting(behaviours)).sum(1, np.int32)
        return counted

    def bits(self, behaviours: tuple[tuple[str, ...], ...]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]] | None:
        """Return the tags about each product, uint64 (n_products, w), and those held of each of k sets of behaviours.

        The latter uint64 (k, w); None where no tag is held.
        """
        if not self.places:
            return None
        return self.table.covers, self.table.word(self.places) & self.table.counting_each(behaviours)

    def evidence(self) -> Iterator[Evidence]:
        """Yield the evidence of every tag that is held."""
        for place in self.places:
            found = evidence(self.table, self.moment, place)
            if found is not None:
                yield found

    def fact(self, name: str) -> Any:
        """Return a fact that is computed, by its full name or the key of a call; None where it is unknown or none."""
        found = self._found.get(name, _UNTOLD)
        if found is _UNTOLD:
            way = _way(name)
            found = self._found[name] = None if way is None else way(self)
        return found


_PHASES: dict[str, Callable[[Life, Mapping[str, Any]], Any]] = {
    f"state.{each.__name__}": each for each in (Life.points, Life.tier, Life.growth, Life.stage)
}
_UNTOLD = object()
_get = dict[str, Any].get


@lru_cache(10_000)
def _way(name: str) -> Callable[[Standing], Any] | None:
    """Return the function that computes a fact, None for one that is told or unknown."""
    told = TOLD.get(name)
    if told is not None:
        return lambda standing: told(standing.moment, standing.catalog)
    if name == "tags":
        return lambda standing: standing.tags
    if name in _PHASES:
        phase = _PHASES[name]
        return lambda standing: phase(standing.plan.life, standing.facts)
    if not name.endswith(")"):
        return None
    asked = argument(name)
    if name.startswith(IN):
        return lambda standing: standing.plan.audiences.has(asked, standing.person_id, standing.facts)
    if name.startswith(OUT):
        return lambda standing: standing.plan.audiences.leaves_out(
            asked, standing.person_id, standing.moment.known, standing.facts
        )
    tell = standing_calls.teller(name)
    return lambda standing: tell(standing.moment, standing.catalog)


def _nothing() -> None:
    """Stand for facts that nobody has read yet."""


class Known(dict[str, Any]):
    """Facts by full name: those that were told, and, when they are asked for, those that a standing computes."""

    def __init__(self, given: Mapping[str, Any], standing: Standing):
        super().__init__(given)
        self.told = given
        """What was told of context and person."""
        self._standing = standing

    def get(self, name: str, default: Any = None) -> Any:
        """Return a fact, `default` where it is unknown."""
        told = _get(self, name, _UNTOLD)
        if told is not _UNTOLD:
            return told
        found = self._standing.fact(name)
        return default if found is None else found

    def __missing__(self, name: str) -> Any:
        found = self._standing.fact(name)
        if found is None:
            raise KeyError(name)
        return found

    def also(self, more: Mapping[str, Any]) -> "Known":
        """Return the same facts and some more, such as the touchpoint that is asked about."""
        return Known({**self, **more}, self._standing)
