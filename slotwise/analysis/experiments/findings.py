"""Findings: what every metric says of every variant against control, by each method, with p values that hold together.

The primary metric has the experiment's alpha, shared among the variants that are compared; secondary metrics are
corrected by Benjamini-Hochberg, guardrails by Bonferroni.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from slotwise.analysis.experiments.looks import Look
from slotwise.analysis.experiments.planned import Planned
from slotwise.analysis.experiments.readings import Reading, Role
from slotwise.documents.experiments import Experiment, Phase
from slotwise.measures.spans import DAY
from slotwise.statistics.comparing import Comparison
from slotwise.statistics.corrections import benjamini_hochberg, bonferroni
from slotwise.statistics.effect import Effect, unknown
from slotwise.statistics.margins import Margin, Worse, margin
from slotwise.statistics.sequential import running
from slotwise.statistics.spending import bounds
from slotwise.statistics.spending import look as spent


@dataclass(frozen=True)
class Scale:
    """A difference on one scale, absolute or relative: at a fixed horizon, and at every look together."""

    fixed: Effect
    always: Effect
    decides: Effect
    """The one of the experiment's method, of its last look."""
    band: tuple[tuple[int, Effect], ...]
    """By step: what holds at all looks up to it together."""


@dataclass(frozen=True)
class Finding:
    """One metric of one variant."""

    reading: Reading
    variant: str
    comparison: Comparison | None = None
    absolute: Scale | None = None
    relative: Scale | None = None
    margin: Margin | None = None
    """Of a guardrail, always valid; of the primary metric where the experiment bears a loss of it."""
    p_adjusted: float | None = None
    why: str = ""
    """Why there is no comparison, or no relative one."""

    @property
    def scale(self) -> Scale | None:
        """The relative difference where there is one, else the absolute one."""
        return self.relative or self.absolute

    @property
    def p_value(self) -> float | None:
        """By the experiment's method."""
        return None if self.absolute is None else self.absolute.decides.p_value


def level_of(role: Role, experiment: Experiment, phase: Phase) -> float:
    """Return the level at which a metric's intervals are made, so that all of its role hold together."""
    compared = len(phase.variants) - 1
    if role == "guardrail":
        compared *= max(len(experiment.guardrails), 1)
    return 1 - experiment.alpha / (compared if role != "secondary" else 1)


def finding(
    reading: Reading,
    variant: str,
    looks: Sequence[Look],
    experiment: Experiment,
    planned: Planned,
    level: float,
    final: bool = False,
) -> Finding:
    """Return what the looks at a metric say of a variant, the last one as it stands.

    At its `final` look a fixed horizon also holds guardrails to that look alone; until then they are always valid.
    """
    known = [(each.step, each.comparisons[variant]) for each in looks if variant in each.comparisons]
    if not known or known[-1][0] != looks[-1].step:
        why = looks[-1].why.get(variant) or next(iter(looks[-1].why.values()), "nobody was in it")
        if reading.window is not None and not looks[-1].units.get(variant):
            why = f"nobody's window of {reading.window / DAY:g} days is over yet"
        return Finding(reading, variant, why=why)
    last, kept = known[-1][1], None
    if reading.margin is not None:
        worse: Worse = "lower" if reading.sign > 0 else "higher"
        one_look = final and experiment.method == "fixed"
        kept = margin(last, reading.margin, worse, 1 - level, None if one_look else planned.units)
    if last.refused:
        return Finding(reading, variant, last, margin=kept, why=last.refused)
    scales = _Scales(known, experiment, planned, level)
    relative = None if last.relative is None else scales.of(relative=True)
    return Finding(reading, variant, last, scales.of(relative=False), relative, kept, why=last.relative_refused)


class _Scales:
    def __init__(self, known: Sequence[tuple[int, Comparison]], experiment: Experiment, planned: Planned, level: float):
        self._known, self._experiment, self._planned, self._level = known, experiment, planned, level

    def of(self, relative: bool) -> Scale:
        told = [(step, each, each.relative if relative else each.absolute) for step, each in self._known]
        steps = [(step, each, effect) for step, each, effect in told if effect is not None]
        always = running([self._always(each, effect, relative) for _, each, effect in steps])
        fixed = steps[-1][2]
        decides = {"always_valid": always[-1], "fixed": fixed}.get(self._experiment.method)
        band = tuple(zip([each[0] for each in steps], always, strict=True))
        return Scale(fixed, always[-1], decides or self._spent(steps), band)

    def _always(self, comparison: Comparison, effect: Effect, relative: bool) -> Effect:
        """What holds at every look, of the one look; of the first few units, nothing."""
        found = comparison.always(self._planned.units)
        return (found.relative if relative else found.absolute) or unknown(effect.value)

    def _spent(self, steps: Sequence[tuple[int, Comparison, Effect]]) -> Effect:
        """The interval of the last planned look that has come; before the first one, nothing is known."""
        due = [step for step in self._planned.looks if step <= steps[-1][0]]
        at = {step: (comparison.n, effect) for step, comparison, effect in steps}
        shares, taken = list[float](), None
        for step in due:
            if step not in at:
                continue
            share = 1.0 if step == self._planned.looks[-1] else min(at[step][0] / self._planned.units, 1.0)
            if not shares or share > shares[-1]:
                shares.append(share)
                taken = at[step][1]
            if share >= 1.0:
                break
        if taken is None:
            return unknown(steps[-1][2].value)
        found = spent(taken, float(bounds(shares, 1 - self._level)[-1]))
        return replace(taken, low=found.low, high=found.high)


def corrected(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings with p values that hold for all of their role together."""
    ways = {"primary": bonferroni, "secondary": benjamini_hochberg, "guardrail": bonferroni}
    found = list(findings)
    for role, way in ways.items():
        places = [place for place, each in enumerate(found) if each.reading.role == role]
        for place, p_value in zip(places, way([found[place].p_value for place in places]), strict=True):
            found[place] = replace(found[place], p_adjusted=p_value)
    return found
