"""Timeline: the time of a phase that counts: from its beginning to the cut, without pauses, in steps of 24 hours.

Steps are numbered from the beginning of the phase and not by the calendar: no change of a clock makes one longer.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from slotwise.documents.experiments import Phase
from slotwise.errors import MeasureError
from slotwise.measures.spans import DAY


@dataclass(frozen=True)
class Timeline:
    """From `began` until before `cut`, without the closed times; all ms UTC. The cut is after the beginning."""

    began: int
    cut: int
    closed: tuple[tuple[int, int], ...] = ()
    """Pauses: from, and until before; in their order, apart from each other."""

    @property
    def steps(self) -> int:
        """How many steps there are, the last one perhaps not over."""
        return -(-(self.cut - self.began) // DAY)

    @property
    def days(self) -> float:
        """How many days there were."""
        return (self.cut - self.began) / DAY

    def ends(self, step: int) -> int:
        """Return the end of a step, ms UTC."""
        return min(self.began + (step + 1) * DAY, self.cut)

    def open(self, moment: str) -> str:
        """Return the SQL of whether a moment, an expression, counts."""
        parts = [f"{moment} >= {self.began}", f"{moment} < {self.cut}"]
        parts += [f"NOT ({moment} >= {at} AND {moment} < {until})" for at, until in self.closed]
        return "(" + " AND ".join(parts) + ")"

    def whole(self, start: str, end: str) -> str:
        """Return the SQL of whether a time between two moments, expressions, is over and no pause falls into it."""
        parts = [f"{end} <= {self.cut}"]
        parts += [f"NOT ({start} < {until} AND {end} > {at})" for at, until in self.closed]
        return "(" + " AND ".join(parts) + ")"


def timeline(phase: Phase, until: int, variants: Collection[str]) -> Timeline:
    """Return the time in which all of some variants ran, cut at `until` (ms UTC) or where the phase ended.

    Raises MeasureError when the phase had not begun.
    """
    cut = until if phase.ended_at is None else min(until, phase.ended_at)
    if cut <= phase.began_at:
        raise MeasureError(
            f"phase {phase.number} has not begun in this log", expected=f"later than {phase.began_at}", given=until
        )
    paused = [
        (max(each.at, phase.began_at), cut if each.until is None else min(each.until, cut))
        for each in phase.pauses
        if each.variant is None or each.variant in variants
    ]
    return Timeline(phase.began_at, cut, _apart(each for each in sorted(paused) if each[0] < each[1]))


def _apart(pauses: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for at, until in pauses:
        if found and at <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((at, until))
    return tuple(found)
