"""Standing: what the configuration says of a person at a moment: tags, stage, tier, growth stage, behaviour.

It is a pure function of the moment, the person's attributes and the configuration, so that training, replay and
service have the same. Nothing is computed before something reads it, and what was read once is kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from slotwise.audiences import Audiences
from slotwise.catalog import Catalog
from slotwise.documents import Entry
from slotwise.documents.audiences import Audience
from slotwise.documents.life_cycle import Phase
from slotwise.documents.tags import Tag
from slotwise.known import Known
from slotwise.lazy import lazy
from slotwise.life import Life
from slotwise.moment import Moment
from slotwise.past import Past, Told
from slotwise.standing_ways import way_of
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
    _past: Past | None = field(default=None, repr=False, compare=False)

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

    def past(self, catalog: Catalog) -> Past:
        """Return what tells the tags, and facts with them, over a catalogue; kept until it is asked for another one."""
        found = self._past
        if found is None or found.catalog is not catalog:
            found = self._past = Past(compiled(self.tags, catalog, self.processes))
        return found

    def table(self, catalog: Catalog) -> Table:
        """Return the live tags over a catalogue."""
        return self.past(catalog).table


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
        if not self.plan.tags:
            return _NONE
        places, told = self.places, self.told
        if places is not told.held:
            return self._named(places)
        # As everybody holds them who has nothing hidden: kept with what was told.
        if told.tags is None:
            told.tags = self._named(places)
        return told.tags

    @lazy
    def places(self) -> list[int]:
        """Places in the table of the tags that are held."""
        if not self.plan.tags:
            return []
        told = self.told
        held, table, hidden = told.held, self.table, self.moment.hidden
        if hidden:
            held = [place for place in held if HIDDEN + table.names[place] not in hidden]
        besides = table.besides
        if besides and not besides.keys().isdisjoint(held):
            held = [place for place in held if place not in besides or besides[place].holds(self.facts)]
        return held

    @lazy
    def word(self) -> NDArray[np.uint64]:
        """uint64 (w,): the tags that are held as bits."""
        places, told = self.places, self.told
        return told.word if places is told.held else self.table.word(places)

    @lazy
    def table(self) -> Table:
        """The tags over the catalogue."""
        return self.plan.table(self.catalog)

    @lazy
    def told(self) -> Told:
        """What the person's past says, extra conditions and what is hidden left aside."""
        return self.plan.past(self.catalog).of(self.moment)

    def about(self, products: NDArray[np.int32], behaviours: tuple[str, ...] = ()) -> NDArray[np.int32]:
        """Return how many of the tags held, of some classes of behaviour or of all, are about each product.

        products int32 (m,) -> int32 (m,).
        """
        if not self.places:
            return np.zeros(len(products), np.int32)
        # Several features ask about the same candidates.
        about = self._about
        if about is None or about[0] is not products:
            about = self._about = (products, self.table.covers[products] & self.word)
        counted: NDArray[np.int32] = np.bitwise_count(about[1] & self.table.counting(behaviours)).sum(1, np.int32)
        return counted

    def bits(self, behaviours: tuple[tuple[str, ...], ...]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]] | None:
        """Return the tags about each product, uint64 (n_products, w), and those held of each of k sets of behaviours.

        The latter uint64 (k, w); None where no tag is held.
        """
        if not self.places:
            return None
        table = self.table
        return table.covers, self.word & table.counting_each(behaviours)

    def evidence(self) -> Iterator[Evidence]:
        """Yield the evidence of every tag that is held."""
        for place in self.places:
            found = evidence(self.table, self.moment, place)
            if found is not None:
                yield found

    def _named(self, places: list[int]) -> frozenset[str]:
        names = self.table.names if places else ()
        return frozenset([names[place] for place in places])

    def fact(self, name: str) -> Any:
        """Return a fact that is computed, by its full name or the key of a call; None where it is unknown or none."""
        found = self._found
        if name not in found:
            way = way_of(name)
            found[name] = None if way is None else way(self)
        return found[name]


_NONE: frozenset[str] = frozenset()


def _nothing() -> None:
    """Stand for facts that nobody has read yet."""
