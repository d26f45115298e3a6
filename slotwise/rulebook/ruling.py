"""Ruling: what the rulebook says in one request, touchpoint by touchpoint."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.conditions import Facts
from slotwise.lazy import lazy
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.rulebook.asking import Asking
from slotwise.rulebook.book import Place, Rulebook
from slotwise.rulebook.caps import Reached
from slotwise.rulebook.effects import Mask
from slotwise.rulebook.kept import Kept
from slotwise.rulebook.parts import Parts, sorted_out
from slotwise.rulebook.questions import FAILED, YES, Told
from slotwise.rulebook.quotas import Quotas
from slotwise.rulebook.verdict import OPEN, Verdict
from slotwise.schedule import MINUTE

Takes = Callable[[], Mask]
"""Gives bool (n_contents,): what a touchpoint takes today."""
_KEY = 1_000
"""About how many bytes a key of answers takes."""
Joined = tuple[Mask | None, Mask | None]
"""What rules close, and what of it for good."""


class Now(NamedTuple):
    """What stays the same for a minute, whoever asks."""

    times: NDArray[np.bool_]
    """Which schedules hold, bool (n_schedules + 1,)."""
    key: bytes
    """Equal where they are."""
    lasting: dict[int, bool]
    """As `Quotas` keeps it."""
    kept: Kept
    """Verdicts of touchpoints on sets of rules; kept for the whole tick."""


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

    def at(self, touchpoint: int, takes: Takes) -> Verdict:
        """Return the verdict for a touchpoint, given by its place.

        Where it cannot be found it closes everything but the touchpoint's own list.
        """
        found = self._verdicts.get(touchpoint)
        if found is None:
            try:
                found = self._verdict(touchpoint, takes)
            except Exception as error:
                self.note(f"rules: {type(error).__name__}: {error}")
                found = Verdict(closed=np.ones(len(self.live.catalog.contents), np.bool_), aside=("all rules",))
            self._verdicts[touchpoint] = found
        return found

    def said(self, condition: int, touchpoint: int) -> int:
        """Return what a condition says on a touchpoint, YES without one."""
        asked = self.book.questions.of(np.array([condition]))
        return int(self.asking.said(asked, self.book.places[touchpoint].name)[0])

    @lazy
    def capped(self) -> Reached:
        """What the person has reached of each cap."""
        return self.book.capped.reached(self.moment)

    def _verdict(self, touchpoint: int, takes: Takes) -> Verdict:
        book = self.book
        if book.empty:
            return OPEN
        place = book.places[touchpoint]
        shut = self._shut(place) if place.shuts else ""
        if shut:
            return Verdict(shut, policy=place.policy)
        parts = self._together(place, touchpoint)
        full = self._quotas.full(parts.quotas) if parts.quotas else ()
        kept, key = self._now.kept, (book, touchpoint, parts.key, full)
        base: Verdict | None = kept.find(key)
        if base is None:
            base = kept.get(key, lambda: self._base(place, parts, full, takes), _size)
        if parts.caps:
            base = self._capped(touchpoint, parts, base)
        return base.but(pulls=self._quotas.pulls(parts.guarantees)) if parts.guarantees else base

    def _base(self, place: Place, parts: Parts, full: tuple[int, ...], takes: Takes) -> Verdict:
        """What a set of rules says of a touchpoint, whoever it is asked for."""
        (closed, for_good), dropped = self._masks(parts, full, takes())
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
    def _now(self) -> Now:
        live, book, minute = self.live, self.book, self.moment.now // MINUTE
        return live.keep_recent(("rules now", live.exposed, book, minute), self._begin)

    def _begin(self) -> Now:
        times = self.book.timetable(self.moment.now)
        return Now(times, times.tobytes(), {}, self.live.keep("rules that apply together", Kept))

    def _shut(self, place: Place) -> str:
        if place.schedule >= 0 and not self._now.times[place.schedule]:
            return "the touchpoint's schedule does not hold now"
        if place.when >= 0 and self.asking.said(place.opens, place.name)[0] != YES:
            return f"the touchpoint's condition does not hold: {self.book.conditions[place.when].text}"
        return ""

    def _together(self, place: Place, touchpoint: int) -> Parts:
        """The rules that apply. A rule that cannot be asked applies if it closes, and not if it wishes."""
        told = self.asking.told(place.asked, place.name)
        kept, key = self.book.kept, (touchpoint, told, self._now.key)
        found: Parts | None = kept.find(key)
        return kept.get(key, lambda: self._applying(place, told), lambda _: _KEY) if found is None else found

    def _applying(self, place: Place, told: Told) -> Parts:
        said = place.asked.said(self.book.questions.answers(place.asked, told))
        asked = (said == YES) | ((said == FAILED) & self.book.closing[place.rules])
        active = place.rules[asked & self._now.times[place.schedules]]
        key = active.tobytes()
        return self.book.kept.get(key, lambda: sorted_out(self.book, active), lambda found: found.nbytes)

    @lazy
    def _quotas(self) -> Quotas:
        return Quotas(self.book, self.live, self.moment.now, self._now.lasting, self.note)

    def _masks(self, parts: Parts, full: tuple[int, ...], takes: Mask) -> tuple[Joined, dict[str, int]]:
        """What rules and used up quotas close, and how much of what the touchpoint takes each of them closes."""
        book, closers = self.book, (*parts.closers, *full)
        if not closers:
            return (None, None), {}
        rows = book.closers[list(closers)]
        joined = book.kept.get((parts.key, full), lambda: self._joined(parts, full, rows), _closed)
        counts = book.masks.counts(rows, takes)
        return joined, dict(zip([book.rules[each].id for each in closers], counts, strict=True))

    def _joined(self, parts: Parts, full: tuple[int, ...], rows: NDArray[np.intp]) -> Joined:
        """What is closed, and what of it for good: strict rules and quotas hold for the safety list too."""
        book = self.book
        for_good = book.closers[[*(each for each in parts.closers if book.strict[each]), *full]]
        return book.masks.joined(rows), book.masks.joined(for_good) if len(for_good) else None

    def _capped(self, touchpoint: int, parts: Parts, base: Verdict) -> Verdict:
        """Add what frequency caps close for the person: always for good."""
        try:
            reached = self.capped
            rows = reached.rows & parts.capped
            if not rows:
                return base
            masks = {row: reached.closed(row, touchpoint) for row in rows}
        except Exception as error:
            self.note(f"frequency caps: {type(error).__name__}: {error}")
            everything = np.ones(len(self.live.catalog.contents), np.bool_)
            return base.but(closed=everything, closed_for_good=everything)
        found = [each for each in masks.values() if each is not None]
        if not found:
            return base
        capped = reduce(or_, found)
        dropped = dict(base.dropped)
        for which, row in parts.caps.items():
            if masks.get(row) is not None:
                dropped[which] = reached.counts[row]
        return base.but(
            closed=capped if base.closed is None else base.closed | capped,
            closed_for_good=capped if base.closed_for_good is None else base.closed_for_good | capped,
            dropped=dropped,
        )


def _closed(found: Joined) -> int:
    return 1_000 + sum(each.nbytes for each in found if each is not None)


def _size(found: Verdict) -> int:
    return _closed((found.closed, found.closed_for_good))
