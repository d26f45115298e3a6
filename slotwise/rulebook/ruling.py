"""Ruling: what the rulebook says in one request, touchpoint by touchpoint."""

from collections.abc import Callable
from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from slotwise.conditions import Facts
from slotwise.lazy import lazy
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.rulebook.asking import Asking
from slotwise.rulebook.book import Place, Rulebook
from slotwise.rulebook.caps import Reached
from slotwise.rulebook.counting import pull, used_up, used_up_for
from slotwise.rulebook.effects import Lifting, Mask
from slotwise.rulebook.kept import Kept
from slotwise.rulebook.parts import Parts, sorted_out
from slotwise.rulebook.questions import FAILED, YES, Told
from slotwise.rulebook.verdict import OPEN, Verdict
from slotwise.schedule import MINUTE

Takes = Callable[[], Mask]
"""Gives bool (n_contents,): what a touchpoint takes today."""
_KEY = 1_000
"""About how many bytes a key of answers takes."""
Joined = tuple[Mask | None, Mask | None, dict[str, int]]
"""What rules close, what of it for good, and how much each of them."""


class Ruling:
    """Asks the rulebook for one request at a moment; without facts every condition fails, and what closes is closed."""

    def __init__(self, book: Rulebook, live: Live, moment: Moment, facts: Facts | None, note: Callable[[str], None]):
        self.book = book
        self.live = live
        self.moment = moment
        self.facts = facts
        self.note = note
        self.asking = Asking(book.questions, facts, note)
        self._verdicts: dict[int, Verdict] = {}
        self._minute = moment.now // MINUTE * MINUTE
        self._broken: set[int] = set()

    def at(self, touchpoint: int, takes: Takes) -> Verdict:
        """Return the verdict for a touchpoint, given by its place."""
        found = self._verdicts.get(touchpoint)
        if found is None:
            found = self._verdicts[touchpoint] = OPEN if self.book.empty else self._careful(touchpoint, takes)
        return found

    def said(self, condition: int, touchpoint: int) -> int:
        """Return what a condition says on a touchpoint, YES without one."""
        return int(self.asking.said(self.book.questions.of(np.array([condition])), self._name(touchpoint))[0])

    @lazy
    def capped(self) -> Reached:
        """What the person has reached of each cap."""
        return self.book.capped.reached(self.moment)

    def _careful(self, touchpoint: int, takes: Takes) -> Verdict:
        """The verdict, closing everything but the touchpoint's own list where it cannot be found."""
        try:
            return self._verdict(touchpoint, takes)
        except Exception as error:
            self.note(f"rules: {type(error).__name__}: {error}")
            return Verdict(closed=np.ones(len(self.live.catalog.contents), np.bool_), aside=("all rules",))

    def _name(self, touchpoint: int) -> str:
        return self.live.catalog.touchpoints[touchpoint].touchpoint

    def _verdict(self, touchpoint: int, takes: Takes) -> Verdict:
        place = self.book.places[touchpoint]
        shut = self._shut(place, touchpoint)
        if shut:
            return Verdict(shut, policy=place.policy)
        parts = self._together(place, touchpoint)
        full = tuple(filter(self._used_up, parts.quotas))
        key = self.book, touchpoint, parts.key, full
        base = self._kept.find(key) or self._kept.get(key, lambda: self._base(place, parts, full, takes), _size)
        base = self._capped(touchpoint, parts, base)
        return base.but(pulls=self._pulls(parts)) if parts.guarantees else base

    def _base(self, place: Place, parts: Parts, full: tuple[int, ...], takes: Takes) -> Verdict:
        """What a set of rules says of a touchpoint, whoever it is asked for."""
        closed, for_good, dropped = self._masks(parts.closers, full, takes())
        return Verdict(
            closed=closed,
            closed_for_good=for_good,
            aside=parts.aside,
            boost=parts.boost,
            pins=parts.pins,
            limits=parts.limits,
            wanted=parts.wanted,
            dropped=dropped,
            policy=place.policy,
            active=parts.active,
        )

    @lazy
    def _times(self) -> tuple[NDArray[np.bool_], bytes]:
        """Which schedules hold now, also as a key."""
        times = self.book.timetable(self.moment.now)
        return times, times.tobytes()

    def _shut(self, place: Place, touchpoint: int) -> str:
        if not self._times[0][place.schedule]:
            return "the touchpoint's schedule does not hold now"
        if place.when >= 0 and self.asking.said(place.opens, self._name(touchpoint))[0] != YES:
            return f"the touchpoint's condition does not hold: {self.book.conditions[place.when].text}"
        return ""

    def _together(self, place: Place, touchpoint: int) -> Parts:
        """The rules that apply. A rule that cannot be asked applies if it closes, and not if it wishes."""
        told = self.asking.told(place.asked, self._name(touchpoint))
        kept, key = self.book.kept, (touchpoint, told, self._times[1])
        return kept.find(key) or kept.get(key, lambda: self._applying(place, told), lambda _: _KEY)

    def _applying(self, place: Place, told: Told) -> Parts:
        said = place.asked.said(self.book.questions.answers(place.asked, told))
        asked = (said == YES) | ((said == FAILED) & self.book.closing[place.rules])
        active = place.rules[asked & self._times[0][place.schedules]]
        key = active.tobytes()
        return self.book.kept.get(key, lambda: sorted_out(self.book, active), lambda found: found.nbytes)

    def _used_up(self, which: int) -> bool:
        found = self._quotas.get(which)
        if found is None:
            try:
                found = used_up_for(self.book, self.live, which, self._minute)
                if found is None:
                    return used_up(self.book, self.live, which, self.moment.now)
                self._quotas[which] = found
            except Exception as error:
                if which not in self._broken:
                    self._broken.add(which)
                    self.note(f"rule {self.book.rules[which].id}: {type(error).__name__}: {error}")
                return True
        return found

    @lazy
    def _quotas(self) -> dict[int, bool]:
        """Whether quotas are used up, as far as that stays as it is for the minute, whoever it is asked for."""
        return self.live.keep_recent(("quotas", self.live.exposed, self.book, self._minute), dict)

    def _pulls(self, parts: Parts) -> tuple[tuple[Lifting, float], ...]:
        found = []
        for which in parts.guarantees:
            try:
                found.append(pull(self.book, self.live, which, self.moment.now))
            except Exception as error:
                self.note(f"rule {self.book.rules[which].id}: {type(error).__name__}: {error}")
        return tuple(each for each in found if each[1])

    @property
    def _kept(self) -> Kept:
        return self.live.keep("rules that apply together", Kept)

    def _masks(self, closers: tuple[int, ...], full: tuple[int, ...], takes: Mask) -> Joined:
        """What rules and used up quotas close; strict rules and quotas hold for the safety list too."""
        book = self.book
        if not closers and not full:
            return None, None, {}
        rows = book.closers[[*closers, *full]]
        for_good = book.closers[[*(each for each in closers if book.strict[each]), *full]]
        ids = [book.rules[each].id for each in (*closers, *full)]
        return (
            book.masks.joined(rows),
            book.masks.joined(for_good) if len(for_good) else None,
            dict(zip(ids, book.masks.counts(rows, takes), strict=True)),
        )

    def _capped(self, touchpoint: int, parts: Parts, base: Verdict) -> Verdict:
        """Add what frequency caps close for the person: always for good."""
        if not parts.caps:
            return base
        try:
            reached = self.capped
            rows = {which: row for which in parts.caps if reached.counts[row := self.book.caps[which]] >= 0}
            masks = {row: reached.closed(row, touchpoint) for row in rows.values()}
        except Exception as error:
            self.note(f"frequency caps: {type(error).__name__}: {error}")
            everything = np.ones(len(self.live.catalog.contents), np.bool_)
            return base.but(closed=everything, closed_for_good=everything)
        found = [each for each in masks.values() if each is not None]
        if not found:
            return base
        capped = reduce(or_, found)
        closed, for_good = (capped if each is None else each | capped for each in (base.closed, base.closed_for_good))
        dropped = {
            self.book.rules[which].id: reached.counts[row] for which, row in rows.items() if masks[row] is not None
        }
        return base.but(closed=closed, closed_for_good=for_good, dropped={**base.dropped, **dropped})


def _size(found: Verdict) -> int:
    return 1_000 + sum(each.nbytes for each in (found.closed, found.closed_for_good) if each is not None)
