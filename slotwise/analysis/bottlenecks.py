"""Bottlenecks: the step whose mending would win the most, and for whom: measured against a reference that is named.

Three references, the first that finds something speaks: the step's own earlier period, the best comparable segment,
and, as a hint only, the steps beside it. A bottleneck is named when its gain is above zero with the error of all
comparisons together at 5 % (Bonferroni).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any, Literal

import numpy as np

from slotwise.analysis.journeys import Journeys
from slotwise.analysis.passage import Passage, Rate, rate_of
from slotwise.measures.estimate import Figure, enough

ERROR = 0.05
_LEAST = 0.05
"""Share of the journeys at a step that a segment needs to be one that others are compared with."""
_REST = 0.25
"""A bottleneck is a segment's own when the gain from all others is less than this part of its own."""
Reference = Literal["before", "segment", "neighbours"]


@dataclass(frozen=True)
class Whom:
    """A segment: journeys whose fact `by` has the value `group`."""

    by: str
    group: str

    def among(self, journeys: Journeys) -> np.ndarray:
        """Return bool (n,): the journeys of the segment."""
        return np.asarray(journeys.groups[self.by] == self.group)


@dataclass(frozen=True)
class Bottleneck:
    """A step (its place, from 0: those at it who do not go on) that was better elsewhere."""

    step: int
    whom: Whom | None
    reference: Reference
    rate: Figure
    better: Rate
    gain: Figure
    """Of the conversion of all journeys, with a 95 % interval."""
    sure: bool
    """Whether the gain is above zero beyond chance, all comparisons counted."""
    other: str = ""
    """The segment that it was compared with."""

    def to_json(self, steps: Sequence[str]) -> dict[str, Any]:
        """Return plain values; `steps` are the names of the steps."""
        return {
            "from": steps[self.step],
            "to": steps[self.step + 1],
            "whom": None if self.whom is None else vars(self.whom),
            "reference": self.reference,
            "compared_with": self.other,
            "rate": self.rate.to_json(),
            "better": self.better.value,
            "gain": self.gain.to_json(),
            "sure": self.sure,
        }


@dataclass(frozen=True)
class Search:
    """Looks for the bottleneck of journeys through K steps; `before` are those of the period to compare with."""

    now: Journeys
    before: Journeys | None
    steps: int

    def best(self) -> Bottleneck | None:
        """Return the bottleneck, None where nothing is worth mending; one of neighbours is never sure."""
        for reference in (self.earlier, self.segments):
            named = self._named(list(reference()))
            if named is not None:
                return named
        return max(self.neighbours(), key=lambda each: each.gain.value or 0.0, default=None)

    def earlier(self) -> Iterator[tuple[Bottleneck, Figure | None]]:
        """Yield every step against its own earlier period, of all and of each segment; with the gain of all others."""
        if self.before is None:
            return
        for whom in (None, *self._segments()):
            for step in range(self.steps - 1):
                found = self._against_before(whom, step)
                if found is not None:
                    yield found, None if whom is None else self._rest_gain(whom, step)

    def segments(self) -> Iterator[tuple[Bottleneck, Figure | None]]:
        """Yield every step of each segment against the best comparable one."""
        for by in self.now.groups:
            whoms = [each for each in self._segments() if each.by == by]
            passages = {each.group: self._passage(self.now, each) for each in whoms}
            for step in range(self.steps - 1):
                best = self._best_segment(passages, step)
                for whom in whoms:
                    if best is not None and whom.group not in ("", best[0]):
                        found = self._made(passages[whom.group], whom, step, best[1], "segment", best[0])
                        if found is not None:
                            yield found, None

    def neighbours(self) -> Iterator[Bottleneck]:
        """Yield every step against the mean of the steps beside it."""
        whole = self._passage(self.now, None)
        rates = [rate_of(whole.share(step, step + 1)) for step in range(self.steps - 1)]
        for step in range(self.steps - 1):
            beside = [each for each in (*rates[max(step - 1, 0) : step], *rates[step + 1 : step + 2]) if each]
            if beside:
                mean = sum(each.value for each in beside) / len(beside)
                better = Rate(mean, sum(each.variance for each in beside) / len(beside) ** 2)
                found = self._made(whole, None, step, better, "neighbours", "")
                if found is not None and (found.gain.value or 0.0) > 0:
                    yield found

    def _named(self, found: list[tuple[Bottleneck, Figure | None]]) -> Bottleneck | None:
        level = 1 - ERROR / max(len(found), 1)
        sure = [(each, rest) for each, rest in found if _low(each.gain, level) > 0]
        if not sure:
            return None
        widest = [each for each, _ in sure if each.whom is None] or [each for each, _ in sure]
        first = max(widest, key=lambda each: each.gain.value or 0.0)
        own = [each for each, rest in sure if each.whom and each.step == first.step and _is_own(each, rest, level)]
        chosen = max(own, key=lambda each: each.gain.value or 0.0, default=first)
        return Bottleneck(**{**vars(chosen), "sure": True})

    def _against_before(self, whom: Whom | None, step: int) -> Bottleneck | None:
        assert self.before is not None
        better = rate_of(self._passage(self.before, whom).share(step, step + 1))
        if better is None:
            return None
        return self._made(self._passage(self.now, whom), whom, step, better, "before", "")

    def _rest_gain(self, whom: Whom, step: int) -> Figure | None:
        assert self.before is not None
        now, before = (Passage.of(each, self.steps, ~whom.among(each)) for each in (self.now, self.before))
        better = rate_of(before.share(step, step + 1))
        return None if better is None else now.gain(step, better, float(len(self.now.person)))

    def _best_segment(self, passages: dict[str, Passage], step: int) -> tuple[str, Rate] | None:
        whole = sum(each.totals[step] for each in passages.values())
        rates = {group: each.share(step, step + 1) for group, each in passages.items() if group}
        fit = {
            group: each
            for group, each in rates.items()
            if enough(each) and each.low is not None and passages[group].totals[step] >= _LEAST * whole
        }
        if len(fit) < 2:
            return None
        best = max(fit, key=lambda group: fit[group].low or 0.0)
        rate = rate_of(fit[best])
        return None if rate is None else (best, rate)

    def _made(
        self, passage: Passage, whom: Whom | None, step: int, better: Rate, reference: Reference, other: str
    ) -> Bottleneck | None:
        rate = passage.share(step, step + 1)
        gain = passage.gain(step, better, float(len(self.now.person)))
        if not enough(rate) or gain.value is None:
            return None
        return Bottleneck(step, whom, reference, rate, better, gain, False, other)

    def _segments(self) -> list[Whom]:
        return [Whom(by, group) for by, each in self.now.groups.items() for group in sorted(set(each.tolist()))]

    def _passage(self, journeys: Journeys, whom: Whom | None) -> Passage:
        return Passage.of(journeys, self.steps, None if whom is None else whom.among(journeys))


def _is_own(bottleneck: Bottleneck, rest: Figure | None, level: float) -> bool:
    """Whether a segment has the bottleneck for itself: all others together have none to speak of."""
    if rest is None or rest.value is None:
        return True
    return _low(rest, level) <= 0 and rest.value < _REST * (bottleneck.gain.value or 0.0)


def _low(gain: Figure, level: float) -> float:
    """The lower bound at another level."""
    if gain.value is None or gain.variance is None:
        return 0.0
    return gain.value - NormalDist().inv_cdf(0.5 + level / 2) * sqrt(gain.variance)
