"""Counting: how much of a rule's contents was exposed so far, and what that makes of quotas and guarantees.

Counts are those of the live world, so what was exposed since its last refresh is not among them: with r exposures a
second of a rule's contents and t seconds from one refresh to the next (the event's own way included), a quota is
exceeded by at most r t + 1, over all workers together.
"""

from typing import NamedTuple

from slotwise.exposed import Tally
from slotwise.live import Live
from slotwise.rulebook.book import Rulebook
from slotwise.rulebook.effects import Closing, Lifting
from slotwise.rulebook.lifts import lag
from slotwise.schedule import MINUTE


class Count(NamedTuple):
    """Exposures in the period of a rule: of its contents, of everything on its touchpoints, and what is due by now."""

    shown: int
    everything: int
    due: float


def count(book: Rulebook, live: Live, which: int, now: int) -> Count:
    """Return the count of a rule with a pace at `now` (ms UTC)."""
    rule = book.rules[which]
    pace = rule.effect.pace  # type: ignore[union-attr]
    begin, _ = pace.period(now)  # type: ignore[union-attr]
    shown, everything = live.keep_recent(
        ("exposed of", live.exposed, book, which, begin),
        lambda: _tally(live, begin).of(rule.matched, book.marks[which]),
    )
    return Count(shown, everything, pace.due(now, everything))  # type: ignore[union-attr]


def _tally(live: Live, begin: int) -> Tally:
    return live.keep_recent(("exposed since", live.exposed, begin), lambda: live.exposed.since(begin))


def used_up(book: Rulebook, live: Live, which: int, now: int) -> bool:
    """Whether a quota leaves no room: its number is reached, or one exposure more would exceed its share."""
    effect, found = book.rules[which].effect, count(book, live, which, now)
    if isinstance(effect, Closing) and effect.pace is not None and effect.pace.number is None:
        return found.shown + 1 > (effect.pace.share or 0.0) * (found.everything + 1) + 1e-9
    return found.shown >= found.due


def used_up_for(book: Rulebook, live: Live, which: int, minute: int) -> bool | None:
    """Whether a quota leaves no room in a whole minute (ms UTC at its begin); None where that changes within it.

    Periods begin at whole minutes, and what is due only grows in one: what holds at both ends holds between them.
    """
    last, pace = minute + MINUTE - 1, book.rules[which].effect.pace  # type: ignore[union-attr]
    if pace is None or pace.period(minute) != pace.period(last):
        return None
    first = used_up(book, live, which, minute)
    return first if first is used_up(book, live, which, last) else None


def pull(book: Rulebook, live: Live, which: int, now: int) -> tuple[Lifting, float]:
    """Return a guarantee's lift with its strength at `now` (ms UTC): its own times the lag behind its pace."""
    effect, found = book.rules[which].effect, count(book, live, which, now)
    assert isinstance(effect, Lifting), "a guarantee lifts"
    share = None if effect.pace is None else effect.pace.share
    return effect, effect.strength * lag(found.due, found.shown, found.everything, share)
