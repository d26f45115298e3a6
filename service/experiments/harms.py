"""Harms: what the guardrails of a running experiment see in the live log, variant by variant, at a look.

Every bound is one-sided and always valid, at the experiment's alpha divided by the bounds there are (Bonferroni), so
that looking every minute stops a harmless variant no more often than alpha says.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from service.stores.exposed_rows import ARM, FALLBACK, LATENCY, ExposedRows
from slotwise.documents.experiments import Experiment, Guardrail, Phase
from slotwise.documents.metrics import Metric, resolved
from slotwise.errors import SlotwiseError, UnknownMetricError
from slotwise.figures import number, signed
from slotwise.measures.estimate import Sums
from slotwise.measures.spans import Offsets, Span, zone
from slotwise.measures.sums import Asked, sums
from slotwise.statistics.comparing import compare
from slotwise.statistics.estimating import Kind
from slotwise.statistics.margins import FEW, Worse, margin
from slotwise.statistics.moments import Moments

PLANNED = 10_000
"""Units of two variants at which the bounds are tightest: they hold at any number, and a harm should be found early."""
TOLD = {"latency_ms": LATENCY, "fallback_share": FALLBACK}
"""What every decision tells, beside the metrics of the dictionary."""


@dataclass(frozen=True)
class Harm:
    """A guardrail at a look. `low` is the least harm beyond the margin, in the metric's unit; None: nothing to say."""

    variant: str
    metric: str
    margin: float
    units: int
    control: float | None
    value: float | None
    low: float | None
    breached: bool
    text: str

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


@dataclass(frozen=True)
class _Seen:
    """A metric by variant."""

    moments: dict[str, Moments]
    kind: Kind
    worse: Worse


def harms(
    experiment: Experiment, phase: Phase, rows: ExposedRows, metrics: dict[str, Metric], until: int
) -> list[Harm]:
    """Look at every guardrail of every variant that does not rest, up to a moment (ms UTC); raise StoreError."""
    rests = {each.variant for each in phase.pauses if each.until is None} | {phase.control}
    variants = [each.variant for each in phase.variants if each.variant not in rests]
    count = len(experiment.guardrails) * (len(phase.variants) - 1)
    found = []
    for guardrail in experiment.guardrails if variants else []:
        try:
            seen = _seen(guardrail.metric, rows, metrics, until)
        except UnknownMetricError as error:
            found += [_silent(guardrail, each, 0, error.detail) for each in variants]
            continue
        found += [_harm(guardrail, each, phase.control, seen, experiment.alpha / count) for each in variants]
    return found


def _harm(guardrail: Guardrail, variant: str, control: str, seen: _Seen, alpha: float) -> Harm:
    one, other = (seen.moments.get(each, Moments.nobody()) for each in (control, variant))
    if min(one.n, other.n) < FEW:
        return _silent(guardrail, variant, other.n, f"fewer than {FEW} units in a variant")
    try:
        compared = compare(one, other, seen.kind)
        found = margin(compared, guardrail.margin, seen.worse, alpha, PLANNED)
    except SlotwiseError as error:
        return _silent(guardrail, variant, other.n, error.detail)
    value, base = compared.treated.value, compared.control.value
    low = found.low if np.isfinite(found.low) else None
    text = _text(guardrail, variant, value, base, seen.worse, found.breached)
    return Harm(variant, guardrail.metric, guardrail.margin, other.n, base, value, low, found.breached, text)


def _text(guardrail: Guardrail, variant: str, value: float, base: float, worse: Worse, breached: bool) -> str:
    change = f"{(value - base) / abs(base):+.1%}" if base else signed(value - base)
    borne = f"{guardrail.margin:.0%} {'above' if worse == 'higher' else 'below'} control's"
    said = f"{guardrail.metric} is {number(value)} in {variant} and {number(base)} in control ({change})"
    return f"{said}: worse than the {borne} that is borne, for certain" if breached else f"{said}; {borne} is borne"


def _silent(guardrail: Guardrail, variant: str, units: int, why: str) -> Harm:
    return Harm(variant, guardrail.metric, guardrail.margin, units, None, None, None, False, why)


def _seen(name: str, rows: ExposedRows, metrics: dict[str, Metric], until: int) -> _Seen:
    if name in TOLD:
        told = rows.served(TOLD[name], until)
        return _Seen({arm: _moments(each, each.n) for arm, each in told.items()}, "ratio", "higher")
    metric = metrics.get(name)
    if metric is None:
        raise UnknownMetricError(f"there is no metric {name!r}", expected=sorted(metrics), given=name)
    numerator, denominator = resolved(metric, metrics)
    span = Span(rows.since, until)
    asked = Asked(numerator, denominator, span, Offsets.of(zone(metric.time_zone), span), (ARM,))
    units, told = rows.units(until), {str(arm): each for (arm,), each in sums(rows, asked).items()}
    nothing = Sums(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    found = {arm: _moments(told.get(arm, nothing), count) for arm, count in units.items()}
    return _Seen(found, "mean" if denominator is None else "ratio", "lower" if metric.direction == "up" else "higher")


def _moments(found: Sums, units: int) -> Moments:
    """Sums over those who have any rows, as moments over all units: the others add nothing."""
    total = np.array([found.x, found.y, 0.0, 0.0])
    cross = np.zeros((4, 4))
    cross[0, 0], cross[0, 1], cross[1, 0], cross[1, 1] = found.xx, found.xy, found.xy, found.yy
    return Moments(units, total, cross)
