"""Ruling: what the rulebook says in one request, touchpoint by touchpoint."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from slotwise.conditions import Facts
from slotwise.lazy import lazy
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.rulebook.asking import Asking
from slotwise.rulebook.book import Place, Rulebook
from slotwise.rulebook.caps import Entries
from slotwise.rulebook.counting import pull, used_up
from slotwise.rulebook.effects import Lifting, Mask
from slotwise.rulebook.kept import Kept
from slotwise.rulebook.parts import Parts, sorted_out
from slotwise.rulebook.questions import FAILED, YES
from slotwise.rulebook.verdict import OPEN, Verdict

Takes = Callable[[], Mask]
"""Gives bool (n_contents,): what a touchpoint takes today."""
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
        self._quotas: dict[int, bool] = {}
        self._closed: dict[tuple[int, int], tuple[Mask | None, int]] = {}

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
    def capped(self) -> tuple[tuple[Entries, Entries | None], frozenset[int]]:
        """What the person has reached of each cap, and the rows of the caps that they reached at all."""
        entries = self.book.capped.reached(self.moment)
        return entries, self.book.capped.any_reached(entries)

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
        place, times = self.book.places[touchpoint], self.book.timetable(self.moment.now)
        shut = self._shut(place, touchpoint, times)
        if shut:
            return Verdict(shut, policy=place.policy)
        active = self._active(place, touchpoint, times)
        if not len(active):
            return Verdict(policy=place.policy)
        key = active.tobytes()
        parts = self.book.kept.get(key, lambda: sorted_out(self.book, active), lambda found: found.nbytes)
        full = tuple(filter(self._used_up, parts.quotas))
        base = self._kept.get(
            (self.book, touchpoint, key, full),
            lambda: self._base(place, active, parts, full, takes),
            lambda found: (
                1_000 + sum(each.nbytes for each in (found.closed, found.closed_for_good) if each is not None)
            ),
        )
        base = self._capped(touchpoint, parts, base)
        return base.but(pulls=self._pulls(parts)) if parts.guarantees else base

    def _base(
        self, place: Place, active: NDArray[np.intp], parts: Parts, full: tuple[int, ...], takes: Takes
    ) -> Verdict:
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
            active=active,
        )

    def _shut(self, place: Place, touchpoint: int, times: NDArray[np.bool_]) -> str:
        if not times[place.schedule]:
            return "the touchpoint's schedule does not hold now"
        if place.when >= 0 and self.asking.said(place.opens, self._name(touchpoint))[0] != YES:
            return f"the touchpoint's condition does not hold: {self.book.conditions[place.when].text}"
        return ""

    def _active(self, place: Place, touchpoint: int, times: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Places of the rules that apply. A rule that cannot be asked applies if it closes, and not if it wishes."""
        answers = self.asking.answers(place.asked, self._name(touchpoint))
        return self.book.kept.get(
            (touchpoint, answers.tobytes(), times.tobytes()),
            lambda: self._applying(place, place.asked.said(answers), times),
            lambda found: 500 + found.nbytes,
        )

    def _applying(self, place: Place, said: NDArray[np.int8], times: NDArray[np.bool_]) -> NDArray[np.intp]:
        asked = (said == YES) | ((said == FAILED) & self.book.closing[place.rules])
        applying: NDArray[np.intp] = place.rules[asked & times[place.schedules]]
        return applying

    def _used_up(self, which: int) -> bool:
        found = self._quotas.get(which)
        if found is None:
            try:
                found = used_up(self.book, self.live, which, self.moment.now)
            except Exception as error:
                self.note(f"rule {self.book.rules[which].id}: {type(error).__name__}: {error}")
                found = True
            self._quotas[which] = found
        return found

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
            entries, reached = self.capped
            rows = {which: row for which in parts.caps if (row := self.book.caps[which]) in reached}
            if not rows:
                return base
            masks = {row: self._cap(row, entries, touchpoint) for row in set(rows.values())}
        except Exception as error:
            self.note(f"frequency caps: {type(error).__name__}: {error}")
            everything = np.ones(len(self.live.catalog.contents), np.bool_)
            return base.but(closed=everything, closed_for_good=everything)
        closed, for_good, dropped = base.closed, base.closed_for_good, dict(base.dropped)
        for mask, _ in masks.values():
            if mask is not None:
                closed = mask if closed is None else closed | mask
                for_good = mask if for_good is None else for_good | mask
        for which, row in rows.items():
            mask, count = masks[row]
            if mask is not None:
                dropped[self.book.rules[which].id] = count
        return base.but(closed=closed, closed_for_good=for_good, dropped=dropped)

    def _cap(self, row: int, entries: tuple[Entries, Entries | None], touchpoint: int) -> tuple[Mask | None, int]:
        """What a cap closes on a touchpoint, and how many contents that are; the same for most caps on all of them."""
        key = row, touchpoint if self.book.capped.by_touchpoint(row) else -1
        found = self._closed.get(key)
        if found is None:
            mask = self.book.capped.closed(row, entries, touchpoint)
            found = self._closed[key] = mask, 0 if mask is None else int(np.count_nonzero(mask))
        return found
