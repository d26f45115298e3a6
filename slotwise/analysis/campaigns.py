"""Campaigns of a log: what was measured against what was expected, the deviation traced, and what to correct."""

import json
from collections.abc import Collection
from typing import Any

import numpy as np

from slotwise.analysis.decomposition import Effects, conversion, effects, share_variance
from slotwise.analysis.journeys import Journeys, journeys
from slotwise.analysis.log_source import LogSource
from slotwise.analysis.metrics import end_of, to_text, told
from slotwise.analysis.opened import OpenLog
from slotwise.analysis.passage import Passage
from slotwise.conditions import Condition
from slotwise.configuration import Configuration
from slotwise.documents.campaigns import Campaign, Expectation
from slotwise.documents.metrics import Metric
from slotwise.documents.processes import Process
from slotwise.errors import MeasureError
from slotwise.measures.estimate import Figure
from slotwise.measures.measure import Pick
from slotwise.measures.spans import Span
from slotwise.metering import Metering

FORMULA = "conversion = sum over segments of share x rate x rate ...; each factor's effect is its Shapley value"
_POINTS = 100.0
_SHARE = "share"


def report(
    opened: OpenLog,
    campaign: Campaign,
    configuration: Configuration,
    expected: Expectation,
    persons: Collection[str] | None = None,
) -> dict[str, Any]:
    """Return a campaign's report as plain values; `expected` is what stood when it started, `persons` whom it was for.

    Of a campaign that still runs, what the log tells until its end is measured. Raises MeasureError before it started.
    """
    end = min(campaign.span.until, end_of(opened))
    if end <= campaign.span.since:
        raise MeasureError(f"{campaign.id} has not started in this log", given=campaign.start)
    span, only = Span(campaign.span.since, end), narrowed(campaign)
    metrics = {each.id: each for each in configuration.of(Metric)}
    measured = Metering(LogSource(opened, persons), metrics).figure(campaign.goal, span, only)
    traced = _traced(opened, campaign, configuration, expected, span, only, persons)
    names = ("campaign", "title", "goal", "process", "start", "end", "owner", "segment", "touchpoints", "contents")
    return {
        **{name: getattr(campaign, name) for name in names},
        "since": to_text(span.since),
        "until": to_text(span.until),
        "running": end < campaign.span.until,
        "audience": None if persons is None else {"audience": campaign.audience, "persons": len(persons)},
        "measured": told(measured),
        "expected": expected.model_dump(mode="json"),
        "deviation": told(_deviation(measured, expected)),
        "verdict": verdict(measured, expected),
        "traced": traced,
        "correct": _corrections(traced),
    }


def narrowed(campaign: Campaign) -> Pick | None:
    """Return the rows that are a campaign's: of its touchpoints and contents; None for all rows."""
    parts = [
        f"{name} in {json.dumps(values, ensure_ascii=False)}"
        for name, values in (("touchpoint", campaign.touchpoints), ("content_id", campaign.contents))
        if values
    ]
    return Pick(when=Condition.of(" && ".join(parts))) if parts else None


def verdict(measured: Figure, expected: Expectation) -> str:
    """Return below, above, as_expected, or unclear where the interval leaves it open."""
    if measured.value is None or measured.low is None or measured.high is None:
        return "unclear"
    if measured.high < expected.low:
        return "below"
    if measured.low > expected.high:
        return "above"
    return "as_expected" if expected.low <= measured.value <= expected.high else "unclear"


def _deviation(measured: Figure, expected: Expectation) -> Figure:
    bounds = [None if each is None else each - expected.value for each in measured[:3]]
    return Figure(bounds[0], bounds[1], bounds[2], measured.numerator, measured.denominator, measured.persons)


def _traced(
    opened: OpenLog,
    campaign: Campaign,
    configuration: Configuration,
    expected: Expectation,
    span: Span,
    only: Pick | None,
    persons: Collection[str] | None,
) -> dict[str, Any] | None:
    process = configuration.get(Process, campaign.process) if campaign.process else None
    if process is None or not expected.segments:
        return None
    by = () if campaign.segment is None else (campaign.segment,)
    found = journeys(opened, process, span, by, only, persons)
    if not len(found.person):
        return None
    steps = [each.step for each in process.steps[1:]]
    names, planned, measured, variances = _tables(found, by, steps, expected)
    parts = effects(planned, measured, variances)
    passage = Passage.of(found, len(process.steps))
    return {
        "formula": FORMULA,
        "journeys": int(passage.totals[0]),
        "expected": conversion(planned),
        "measured": told(passage.conversion),
        "deviation": conversion(measured) - conversion(planned),
        "effects": _rows(names, [_SHARE, *steps], planned, measured, parts),
    }


def _tables(
    found: Journeys, by: tuple[str, ...], steps: list[str], expected: Expectation
) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Segments, and the factors expected, measured and the variances of these, float64 (S, 1 + K)."""
    plan = {each.segment: each for each in expected.segments}
    groups = found.groups[by[0]] if by else np.full(len(found.person), "", object)
    names = [*plan, *sorted(set(groups.tolist()) - set(plan))]
    shape = (len(names), 1 + len(steps))
    planned, measured, variances = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    usual = [sum(each.share * each.rates[step] for each in expected.segments) for step in steps]
    for row, name in enumerate(names):
        # Nobody was planned for a segment that came unasked; its steps are held against those of all.
        planned[row, 1:] = [plan[name].rates[step] for step in steps] if name in plan else usual
        planned[row, 0] = plan[name].share if name in plan else 0.0
        passage = Passage.of(found, len(steps) + 1, groups == name)
        count = len(found.person)
        measured[row, 0] = passage.totals[0] / count if count and len(passage.counts) else 0.0
        variances[row, 0] = share_variance(measured[row, 0], count)
        for step in range(len(steps)):
            rate = passage.share(step, step + 1)
            # A step that nobody came to says nothing of its rate.
            measured[row, 1 + step] = planned[row, 1 + step] if rate.value is None else rate.value
            variances[row, 1 + step] = rate.variance or 0.0
    return names, planned, measured, variances


def _rows(
    names: list[str], factors: list[str], planned: np.ndarray, measured: np.ndarray, parts: Effects
) -> list[dict[str, Any]]:
    rows = [
        {
            "segment": name,
            "factor": factor,
            "expected": float(planned[row, column]),
            "measured": float(measured[row, column]),
            "effect": float(parts.values[row, column]),
            "low": float(parts.low[row, column]),
            "high": float(parts.high[row, column]),
        }
        for row, name in enumerate(names)
        for column, factor in enumerate(factors)
    ]
    return sorted(rows, key=lambda each: -abs(each["effect"]))


def _corrections(traced: dict[str, Any] | None) -> list[str]:
    """What a next campaign should do otherwise: what cost, or brought, something beyond chance, the most first."""
    if traced is None:
        return []
    found = []
    for each in traced["effects"]:
        sure = each["high"] < 0 or each["low"] > 0
        if not sure:
            continue
        where = f"in segment {each['segment']!r}" if each["segment"] else "of all"
        points = f"{_POINTS * each['effect']:+.2f} points of conversion"
        change = f"{each['measured']:.1%} instead of {each['expected']:.1%}"
        if each["factor"] == _SHARE:
            found.append(f"The share {where} was {change}: {points}. Plan the audience by it, or choose it otherwise.")
        elif each["effect"] < 0:
            found.append(f"Step {each['factor']!r} {where}: {change} went on: {points}. Mend this step first.")
        else:
            found.append(f"Step {each['factor']!r} {where}: {change} went on: {points}. Expect more of it next time.")
    return found
