"""Columns of a part as conditions read them: person.*, state.*, tags, calls, and other audiences.

What was read once is kept as long as the columns are. Facts of requests are unknown of everybody.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.population.part import Part
from service.population.told import Past
from slotwise.audiences import IN, OUT, argument, held_out
from slotwise.catalog import Catalog
from slotwise.conditions import Column, Columns, Lists, Mask, Numbers, Texts, Truths, truths
from slotwise.documents.life_cycle import Phase
from slotwise.standing import HIDDEN, Plan
from slotwise.tags import Table, compiled

_PERSON, _STATE = "person.", "state."


@dataclass(frozen=True)
class Asking:
    """What is asked with: a catalogue, a configuration's plan, and the moment, ms UTC."""

    catalog: Catalog
    now: int
    plan: Plan = field(default_factory=Plan)
    _tables: dict[str, Table] = field(default_factory=dict, repr=False, compare=False)

    def table_of(self, tag: str) -> Table:
        """Return a table with one live tag alone; kept."""
        if tag not in self._tables:
            only = [each for each in self.plan.tags if each.tag == tag]
            self._tables[tag] = compiled(only, self.catalog, self.plan.processes)
        return self._tables[tag]


class Tags(Lists):
    """The tags of n persons; all of them are counted only when all are asked for."""

    def __init__(self, columns: "PersonColumns"):
        self._columns = columns
        self._kept: dict[str, Mask] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the live tags, in the order of `held`."""
        return tuple(each.tag for each in self._columns.asking.plan.tags)

    @cached_property
    def held(self) -> NDArray[np.bool_]:
        """bool (n, n_tags): who holds which tag."""
        return self._columns.held(self._columns.asking.plan.table(self._columns.asking.catalog))

    def having(self, text: str) -> Mask:
        """bool (n,): who holds a tag."""
        if text not in self.names:
            return np.zeros(len(self._columns), np.bool_)
        if "held" in self.__dict__:
            return np.asarray(self.held[:, self.names.index(text)])
        if text not in self._kept:
            self._kept[text] = self._columns.held(self._columns.asking.table_of(text))[:, 0]
        return self._kept[text]

    def known(self) -> Mask:
        """bool (n,): everybody's tags are known, if they are none."""
        return np.ones(len(self._columns), np.bool_)

    def sizes(self) -> NDArray[np.intp]:
        """intp (n,): how many tags each person holds."""
        return self.held.sum(axis=1)


class PersonColumns(Columns):
    """The n persons of a part."""

    def __init__(self, part: Part, asking: Asking):
        self.part, self.asking = part, asking
        self.past = Past(part, asking.catalog, asking.now)
        self._kept: dict[str, Column | None] = {}
        self._members: dict[str, Mask] = {}

    def __len__(self) -> int:
        return len(self.part)

    def column(self, name: str) -> Column | None:
        """Return the column of a fact or of a call, None where nobody has it."""
        if name not in self._kept:
            self._kept[name] = self._make(name)
        return self._kept[name]

    @property
    def tags(self) -> Tags:
        """The live tags of everybody, without those that a person hides."""
        found = self.column("tags")
        assert isinstance(found, Tags)
        return found

    def members(self, name: str) -> Mask:
        """bool (n,): whose facts an audience's condition is true of, held out or not; raise KeyError."""
        if name not in self._members:
            self._members[name] = self.asking.plan.audiences.entries[name].when.over(self)
        return self._members[name]

    def value(self, name: str, row: int) -> Any:
        """Return a fact of one person as a plain value, None where it is unknown; a list of a person's tags."""
        match self.column(name):
            case Numbers(values):
                found = float(np.broadcast_to(values, len(self))[row])
                return None if found != found else found
            case Texts(codes, words):
                code = int(np.broadcast_to(codes, len(self))[row])
                return None if code < 0 else words[code]
            case Truths(yes, no):
                return True if yes[row] else False if no[row] else None
            case Tags() as tags:
                return [tags.names[place] for place in np.flatnonzero(tags.held[row]).tolist()]
        return None

    def held_out(self, name: str, among: Mask) -> Mask:
        """bool (n,): which of some persons an audience holds out."""
        audience, found = self.asking.plan.audiences.entries[name], np.zeros(len(self), np.bool_)
        if audience.holdout:
            rows = np.flatnonzero(among)
            ids = self.part.ids
            found[rows] = [held_out(audience, ids[row]) for row in rows.tolist()]
        return found

    def _make(self, name: str) -> Column | None:
        if name.startswith(_PERSON):
            return self._attribute(name.removeprefix(_PERSON))
        if name.startswith(_STATE):
            return self._state(name.removeprefix(_STATE))
        if name == "tags":
            return Tags(self)
        if name.startswith((IN, OUT)):
            return self._audience(name.startswith(IN), argument(name))
        try:
            return Numbers(self.past.call(name)) if name.endswith(")") else None
        except LookupError:
            return None

    def _attribute(self, name: str) -> Column | None:
        found = self.part.attribute(name)
        if found is None:
            return None
        texts = int(np.count_nonzero(found.codes >= 0))
        # A column has one kind of value: where persons have both, that of most of them counts.
        if found.numbers is None or texts > np.count_nonzero(found.numbers == found.numbers):
            return Texts(found.codes, found.values)
        return Numbers(found.numbers)

    def _audience(self, inside: bool, name: str) -> Column | None:
        audience = self.asking.plan.audiences.entries.get(name)
        if audience is None:
            return None
        seen: Mask = np.asarray(self.part.array("totals").any(axis=1))
        if not inside and audience.withhold == "everybody":
            return truths(self.held_out(name, seen))
        members = self.members(name)
        held = self.held_out(name, members)
        return truths(members & ~held if inside else held & seen)

    def held(self, table: Table) -> NDArray[np.bool_]:
        """bool (n, n_tags): who holds which tag of a table, without those that a person hides."""
        past = self.part.history
        held = table.held_by(self.asking.now, self.past.start, self.past.products, past.kind, past.time)
        for place, tag in enumerate(table.tags):
            if tag.when is not None:
                held[:, place] &= tag.when.over(self)
        self._hide(held, table.names)
        return held

    def _hide(self, held: NDArray[np.bool_], names: tuple[str, ...]) -> None:
        rows, codes = self.part.array("hidden.row"), self.part.array("hidden.code")
        hidden = [each.removeprefix(HIDDEN) for each in self.part.strings("hidden")]
        places = np.array([names.index(each) if each in names else -1 for each in hidden], np.int64)
        place = places[codes] if len(places) else np.zeros(0, np.int64)
        known = (place >= 0) & (rows >= 0)
        held[rows[known], place[known]] = False

    def _state(self, name: str) -> Column | None:
        life = self.asking.plan.life
        match name:
            case "points":
                return self._points() if life.scores else None
            case "tier":
                return self._tier() if life.scores else None
            case "growth":
                return self._first(life.growths)
            case "stage":
                return self._first(life.stages)
        return self.past.fact(name)

    def _points(self) -> Numbers:
        points = np.zeros(len(self))
        for score in self.asking.plan.life.scores:
            found = self.column(score.fact)
            if not isinstance(found, Numbers):
                continue
            values, thresholds = np.broadcast_to(found.values, len(self)), np.array(score.thresholds, np.float64)
            if score.less_is_more:
                reached = len(thresholds) - np.searchsorted(thresholds, values, side="left")
            else:
                reached = np.searchsorted(thresholds, values, side="right")
            points += np.where(np.isnan(values), 0, reached)
        return Numbers(points)

    def _tier(self) -> Texts:
        points = self._points().values
        return self._pick([(each.phase, points >= (each.from_points or 0.0)) for each in self.asking.plan.life.tiers])

    def _first(self, phases: tuple[Phase, ...]) -> Texts:
        return self._pick([(each.phase, self._phase(each)) for each in phases])

    def _phase(self, phase: Phase) -> Mask:
        entered = np.zeros(len(self), np.bool_) if phase.entry is None else phase.entry.over(self)
        return entered if phase.exit is None else entered & ~phase.exit.over(self)

    def _pick(self, phases: list[tuple[str, Mask]]) -> Texts:
        """The first phase that is true of each person."""
        codes = np.full(len(self), -1, np.int32)
        for place, (_, holds) in enumerate(phases):
            codes[holds & (codes < 0)] = place
        return Texts(codes, [name for name, _ in phases])
