"""Ruling: what the rulebook says in one request, of all touchpoints of a page."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

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
from slotwise.rulebook.together import Ruled, Together
from slotwise.rulebook.verdict import OPEN, Verdict
from slotwise.schedule import MINUTE

Takes = Callable[[int], Mask]
"""Gives bool (n_contents,): what a touchpoint, given by its place, takes today."""
_KEY = 1_000
"""About how many bytes a key of answers takes."""
_NOTHING: Mapping[str, bytes] = {}
Joined = tuple[Mask | None, Mask | None]
"""What rules close, and what of it for good."""


class Recalled(Protocol):
    """Answers that are known without asking, by fact, and the facts of which it is known whether they are."""

    @property
    def said(self) -> Mapping[str, bytes]: ...
    @property
    def asked(self) -> frozenset[str]: ...


class Memory(Protocol):
    """What remembers answers with persons (`slotwise.lasting.Lasting`)."""

    def recall(self, moment: Moment) -> Recalled | None:
        """Return what is known without asking."""

    def keep(self, moment: Moment, facts: Sequence[str], said: Mapping[str, bytes]) -> None:
        """Keep the answers to some facts."""


class Now(NamedTuple):
    """What stays the same for a minute, whoever asks."""

    times: NDArray[np.bool_]
    """Which schedules hold, bool (n_schedules + 1,)."""
    key: bytes
    """Equal where they are."""
    lasting: dict[int, bool]
    """As `Quotas` keeps it."""
    full: tuple[int, ...] | None
    """The quotas that leave no room, None where that of one of them has to be asked in every request."""
    kept: Kept
    """What sets of rules say of touchpoints; kept for the whole tick."""


class Ruling:
    """Asks the rulebook for one request at a moment; without facts every condition fails, and what closes is closed."""

    def __init__(
        self,
        book: Rulebook,
        live: Live,
        moment: Moment,
        facts: Facts | None,
        note: Callable[[str], None],
        memory: Memory | None = None,
    ):
        self.book = book
        self.live = live
        self.moment = moment
        self.facts = facts
        self.note = note
        self._memory = memory
        self._recalled = None if memory is None else memory.recall(moment)
        self.asking = Asking(book.questions, facts, note, self._recalled.said if self._recalled else _NOTHING)

    def on(self, places: tuple[int, ...], takes: Takes) -> Ruled:
        """Return what rules say of some touchpoints, given by their places.

        Of one of which it cannot be found, everything is closed but its own list.
        """
        try:
            found = self._known(places, takes)
        except Exception:
            found = self._stacked(places, [self._safely(each, takes) for each in places], takes)
        ruled = self._of_the_person(found)
        if not found.guided:
            return ruled
        pulls = self._quotas.pulls
        lifted = [each.but(pulls=pulls(each.guarantees)) if each.guarantees else each for each in ruled.verdicts]
        return ruled._replace(verdicts=lifted)

    def said(self, condition: int, touchpoint: int) -> int:
        """Return what a condition says on a touchpoint, YES without one."""
        asked = self.book.questions.of(np.array([condition]))
        return int(self.asking.said(asked, self.book.places[touchpoint].name)[0])

    @lazy
    def capped(self) -> Reached:
        """What the person has reached of each cap."""
        return self.book.capped.reached(self.moment)

    def capped_on(self, touchpoint: int, verdict: Verdict) -> Mask | None:
        """bool (n_contents,): what the person's caps close on a touchpoint; None for nothing."""
        try:
            return self.capped.all_closed(verdict, touchpoint) if verdict.caps else None
        except Exception:
            # Where caps are counted it is told what is the matter.
            return np.ones(len(self.live.catalog.contents), np.bool_)

    def _of_the_person(self, found: Together) -> Ruled:
        """What is said to the person: caps close what they have reached, everything where they cannot be counted."""
        if not found.capped:
            return found.uncapped
        try:
            reached = self.capped
            return found.uncapped if found.capped.isdisjoint(reached.rows) else found.to(reached)
        except Exception as error:
            self.note(f"frequency caps: {type(error).__name__}: {error}")
            return found.closed()

    def _known(self, places: tuple[int, ...], takes: Takes) -> Together:
        """What is said whoever asks: the same answers to the questions of these touchpoints come again."""
        book, now = self.book, self._now
        if now.full is None:
            return self._together(places, takes)
        asked = book.asked_on(places)
        told = self.asking.told_on(asked, [book.places[each].name for each in places] if asked.here else ())
        if self._memory and not (self._recalled and self._recalled.asked.issuperset(asked.facts)):
            self._memory.keep(self.moment, asked.facts, self.asking)
        key = (book, places, told, now.key, now.full)
        found: Together | None = now.kept.find(key)
        return now.kept.get(key, lambda: self._together(places, takes), _weight) if found is None else found

    def _together(self, places: tuple[int, ...], takes: Takes) -> Together:
        return self._stacked(places, [self._verdict(each, takes) for each in places], takes)

    def _stacked(self, places: Sequence[int], verdicts: Sequence[Verdict], takes: Takes) -> Together:
        return Together(places, verdicts, list(map(takes, places)), self.live.catalog, len(self.book.capped.caps))

    def _safely(self, touchpoint: int, takes: Takes) -> Verdict:
        try:
            return self._verdict(touchpoint, takes)
        except Exception as error:
            self.note(f"rules: {type(error).__name__}: {error}")
            return Verdict(closed=np.ones(len(self.live.catalog.contents), np.bool_), aside=("all rules",))

    def _verdict(self, touchpoint: int, takes: Takes) -> Verdict:
        book = self.book
        if book.empty:
            return OPEN
        place = book.places[touchpoint]
        shut = self._shut(place) if place.shuts else ""
        if shut:
            return Verdict(shut, policy=place.policy)
        parts = self._applying_on(place, touchpoint)
        full = self._quotas.full(parts.quotas) if parts.quotas else ()
        key = (book, touchpoint, parts.key, full)
        return self._now.kept.get(key, lambda: self._base(place, parts, full, takes(touchpoint)), _size)

    def _base(self, place: Place, parts: Parts, full: tuple[int, ...], takes: Mask) -> Verdict:
        """What a set of rules says of a touchpoint, whoever it is asked for."""
        (closed, for_good), dropped = self._masks(parts, full, takes)
        return Verdict(
            closed=closed,
            closed_for_good=for_good,
            aside=parts.aside,
            boost=parts.boost,
            caps=parts.caps,
            guarantees=parts.guarantees,
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
        book, now, lasting = self.book, self.moment.now, dict[int, bool]()
        # Who is concerned by a quota that cannot be counted is told so in the own request.
        full = Quotas(book, self.live, now, lasting, lambda _: None).full(book.quotas)
        times, steady = book.timetable(now), len(lasting) == len(book.quotas)
        kept = self.live.keep("rules that apply together", Kept)
        return Now(times, times.tobytes(), lasting, full if steady else None, kept)

    def _shut(self, place: Place) -> str:
        if place.schedule >= 0 and not self._now.times[place.schedule]:
            return "the touchpoint's schedule does not hold now"
        if place.when >= 0 and self.asking.said(place.opens, place.name)[0] != YES:
            return f"the touchpoint's condition does not hold: {self.book.conditions[place.when].text}"
        return ""

    def _applying_on(self, place: Place, touchpoint: int) -> Parts:
        """The rules that apply. A rule that cannot be asked applies if it closes, and not if it wishes."""
        told = self.asking.told(place.asked, place.name)
        key = (touchpoint, told, self._now.key)
        return self.book.kept.get(key, lambda: self._applying(place, told), lambda _: _KEY)

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


def _closed(found: Joined) -> int:
    return 1_000 + sum(each.nbytes for each in found if each is not None)


def _size(found: Verdict) -> int:
    return _closed((found.closed, found.closed_for_good))


def _weight(found: Together) -> int:
    return _KEY + found.nbytes
