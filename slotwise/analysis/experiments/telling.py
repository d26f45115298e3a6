"""Telling: the parts of a report as plain values."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

from slotwise.analysis.experiments.findings import Finding, Scale
from slotwise.analysis.experiments.measuring import Measured
from slotwise.analysis.experiments.planned import Planned
from slotwise.analysis.experiments.readings import Reading
from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.views import View
from slotwise.analysis.metrics import to_text
from slotwise.documents.experiments import Experiment, Phase
from slotwise.measures.spans import DAY
from slotwise.statistics.effect import Effect
from slotwise.statistics.estimating import Estimate

FORMAT = 1


def head(experiment: Experiment, phase: Phase, time: Timeline, until: int, plan: Planned) -> dict[str, Any]:
    """Return what a report is about and as of when it was made."""
    asked = ("experiment", "title", "hypothesis", "owner", "kind", "layer", "minimum_effect", "method", "alpha",
             "power", "margin", "history_days")  # fmt: skip
    return {
        "format": FORMAT,
        **{name: getattr(experiment, name) for name in asked},
        "unit": phase.unit,
        "audience": phase.audience,
        "touchpoints": phase.touchpoints,
        "control": phase.control,
        "phase": phase.number,
        "variants": [
            {
                "variant": each.variant,
                "title": each.title,
                "weight": each.weight,
                "model": each.model,
                "pinned": phase.pinned[each.variant].model_dump() if each.variant in phase.pinned else None,
            }
            for each in phase.variants
        ],
        "began_at": to_text(phase.began_at),
        "ended_at": None if phase.ended_at is None else to_text(phase.ended_at),
        "as_of": to_text(until),
        "days": round(time.days, 3),
        "ramp": [{"at": to_text(each.at), "share": each.share} for each in phase.ramp],
        "pauses": [
            {"variant": each.variant, "at": to_text(each.at), "why": each.why,
             "until": None if each.until is None else to_text(each.until)}
            for each in phase.pauses
        ],
        "plan": {"days": plan.days, "units": plan.units, "stated": plan.stated},
    }  # fmt: skip


def metric_of(
    reading: Reading,
    measured: Sequence[tuple[View, Measured]],
    findings: Sequence[Finding],
    experiment: Experiment,
    level: float,
) -> dict[str, Any]:
    """Return one metric of a report: values, comparisons and days; a variant with a view of its own is told from it."""
    variants = {}
    for _, each in measured:
        last = each.looks[-1] if each.looks else None
        for name, units in last.units.items() if last else ():
            if name not in variants:
                variants[name] = _value(last.values.get(name) if last else None, units, level)
    names = ("metric", "role", "title", "unit", "direction", "cap", "quantile", "margin")
    return {
        **{name: getattr(reading, name) for name in names},
        "kind": "quantile" if reading.quantile is not None else reading.kind,
        "window_days": None if reading.window is None else reading.window / DAY,
        "level": level,
        "capped": measured[0][1].cap,
        "why": measured[0][1].why or next((each.why for each in findings if each.absolute is None), ""),
        "variants": variants,
        "comparisons": {each.variant: comparison(each, experiment) for each in findings},
        "days": days(measured, findings),
    }


def comparison(found: Finding, experiment: Experiment) -> dict[str, Any]:
    """Return one variant's comparison with control."""
    absolute, relative, own = found.absolute, found.relative, found.comparison
    kept = found.margin
    return {
        "absolute": None if absolute is None else absolute.fixed.to_json(),
        "relative": None if relative is None else relative.fixed.to_json(),
        "fixed": _scales(absolute, relative, "fixed"),
        "always": _scales(absolute, relative, "always"),
        "decides": {"method": experiment.method, **_scales(absolute, relative, "decides")},
        "p_value": found.p_value,
        "p_text": None if absolute is None else absolute.decides.p_text,
        "p_adjusted": found.p_adjusted,
        "adjusted_by_past": bool(own and own.adjusted),
        "not_adjusted": own.not_adjusted if own else "",
        "variance_ratio": own.variance_ratio if own else None,
        "inflation": own.inflation if own else None,
        "control_value": own.control.value if own else None,
        "treated_value": own.treated.value if own else None,
        "guardrail": None if kept is None else {
            "harm": kept.harm, "low": _finite(kept.low), "high": _finite(kept.high), "p_value": kept.p_value,
            "breached": kept.breached, "inside": kept.inside,
        },
        "why": found.why,
    }  # fmt: skip


def days(measured: Sequence[tuple[View, Measured]], findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return the cumulative band: at the end of every day, every variant's value and what holds at all looks."""
    bands = {each.variant: dict(each.scale.band) for each in findings if each.scale is not None}
    scales = {each.variant: "relative" if each.relative is not None else "absolute" for each in findings}
    found: dict[int, dict[str, Any]] = {}
    for view, each in measured:
        for look in each.looks:
            row = found.setdefault(
                look.step,
                {"day": look.step + 1, "until": to_text(view.time.ends(look.step)), "variants": {}, "comparisons": {}},
            )
            for name, units in look.units.items():
                value = look.values.get(name)
                row["variants"].setdefault(name, {"value": None if value is None else value.value, "units": units})
                effect = bands.get(name, {}).get(look.step)
                if effect is not None:
                    bounds = {"value": effect.value, "low": _finite(effect.low), "high": _finite(effect.high)}
                    row["comparisons"][name] = {"scale": scales[name], **bounds}
    return [found[step] for step in sorted(found)]


def _scales(absolute: Scale | None, relative: Scale | None, which: str) -> dict[str, Any]:
    both: dict[str, Effect | None] = {
        name: None if scale is None else getattr(scale, which)
        for name, scale in (("absolute", absolute), ("relative", relative))
    }
    return {name: None if each is None else each.to_json() for name, each in both.items()}


def _value(value: Estimate | None, units: int, level: float) -> dict[str, Any]:
    if value is None:
        return {"value": None, "low": None, "high": None, "units": units}
    low, high = value.interval(level)
    return {"value": value.value, "low": _finite(low), "high": _finite(high), "units": units}


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None
