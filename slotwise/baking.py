"""Baking: a new champion is watched for a while, and what got worse than before by more than was borne is told.

    <shelf>/<name>/bake.json    what is watched since the champion's promotion, until when

The figures since the promotion are held against those of as long a time before it. Every guardrail has a one-sided
always-valid bound of its own share of ALPHA (Bonferroni), so that looking again and again is safe. Before and after
are different days: this finds what broke, not what is a little worse; for that there are experiments.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from math import sqrt
from pathlib import Path
from typing import NamedTuple

import orjson

from slotwise.errors import ShelfError, UnknownMetricError
from slotwise.figures import number
from slotwise.measures.estimate import Figure
from slotwise.measures.spans import Span
from slotwise.metering import Metering
from slotwise.statistics.sequential import reach_one_sided

BAKE = "bake.json"
ALPHA = 0.01
"""Chance that a bake of a champion that is as good as the one before ends with a roll-back."""
LEAST = 30
"""Persons before and since, below which nothing is said."""
FLOOR = 0.01
"""Losses are told as a share of what was before, or of this where it was less: a share that was 0 may rise too."""
USUAL = {"click_through": 0.1, "fallback_share": 1.0, "slow_decisions": 1.0, "dismissals": 0.2}
"""Guardrails by metric, unless others are named."""


@dataclass(frozen=True)
class Guard:
    """A metric of the dictionary, and which share of its former value may be lost, on its worse side."""

    metric: str
    margin: float


@dataclass(frozen=True)
class Bake:
    """What is watched. `since` and `until` are ms UTC; `tracking` is the registry that is to be told of the end."""

    folder: str
    version: str
    since: int
    until: int
    guards: tuple[Guard, ...]
    tracking: str = ""

    @property
    def before(self) -> Span:
        """The time that figures are held against: as long as the bake, until the promotion."""
        return Span(max(2 * self.since - self.until, 0), self.since)


class Held(NamedTuple):
    """A guardrail at a look: former and present value, the least loss that is certain, and what is borne."""

    guard: Guard
    was: float | None
    now: float | None
    surely_lost: float | None
    broken: bool

    @property
    def text(self) -> str:
        """What was found, for people."""
        if self.was is None or self.now is None or self.surely_lost is None:
            return f"{self.guard.metric}: too few persons yet"
        lost = f"worse by {self.surely_lost:.1%} at least" if self.surely_lost > 0 else "not surely worse"
        return (
            f"{self.guard.metric}: {number(self.now)} after {number(self.was)}, {lost} (borne: {self.guard.margin:.0%})"
        )


def begin(home: Path, bake: Bake) -> None:
    """Write what is to be watched, in the place of any other."""
    aside = home / f".{BAKE}"
    aside.write_bytes(orjson.dumps(asdict(bake)))
    aside.replace(home / BAKE)


def end(home: Path) -> None:
    """Watch no longer."""
    (home / BAKE).unlink(missing_ok=True)


def under_way(home: Path) -> Bake | None:
    """Return what is watched, None for nothing; raise ShelfError when the file is damaged."""
    try:
        found = orjson.loads((home / BAKE).read_bytes())
        return Bake(**{**found, "guards": tuple(Guard(**each) for each in found["guards"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ShelfError(f"{home / BAKE} cannot be read: {error}", hint="promote the version again") from error


def held(bake: Bake, metering: Metering, now: int) -> list[Held]:
    """Look at every guardrail at a moment (ms UTC); a metric that the dictionary does not have says nothing."""
    since, found = Span(bake.since, min(now, bake.until)), []
    for guard in bake.guards:
        with suppress(UnknownMetricError):
            entry = metering.entry(guard.metric)
            # A total grows with the time that it is taken over: it cannot be held against another time's.
            if entry.denominator is not None:
                figures = metering.figure(guard.metric, bake.before), metering.figure(guard.metric, since)
                better = 1 if entry.direction == "up" else -1
                found.append(_held(guard, *figures, better, ALPHA / len(bake.guards)))
    return found


def _held(guard: Guard, was: Figure, now: Figure, better: int, alpha: float) -> Held:
    """Hold one figure against the other; `better` is 1 where more is better, -1 where less is."""
    nothing = Held(guard, was.value, now.value, None, False)
    if was.value is None or now.value is None or was.variance is None or now.variance is None:
        return nothing
    base = max(was.value, FLOOR)
    share = now.value / base if was.value > FLOOR else 1.0
    error = sqrt(now.variance + share**2 * was.variance) / base
    if min(was.persons, now.persons) < LEAST or not error:
        return nothing
    surely = better * (was.value - now.value) / base - reach_one_sided(now.persons, alpha, was.persons) * error
    return Held(guard, was.value, now.value, surely, surely > guard.margin)


def guards_of(written: Iterable[str]) -> tuple[Guard, ...]:
    """Read guardrails as they are given by hand, `click_through=0.1`; the usual ones when there are none.

    Raises ShelfError for what cannot be read.
    """
    found = {}
    for each in written:
        metric, equals, margin = each.partition("=")
        try:
            found[metric] = float(margin) if equals else USUAL[metric]
        except (ValueError, KeyError) as error:
            expected = "a metric and a share, such as click_through=0.1"
            raise ShelfError(f"{each!r} is no guardrail", expected=expected, given=each) from error
        if not 0 <= found[metric] <= 100:
            raise ShelfError(f"{each!r} is no guardrail", expected="a share from 0 to 100", given=each)
    return tuple(Guard(metric, margin) for metric, margin in (found or USUAL).items())
