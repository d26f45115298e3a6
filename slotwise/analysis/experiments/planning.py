"""Planning: how long an experiment would have to run, from the sums of live traffic before it starts."""

from math import ceil, inf
from typing import Any

import numpy as np

from slotwise.analysis.experiments.findings import level_of
from slotwise.analysis.experiments.grown import Reader, adjusts
from slotwise.analysis.experiments.pace import LONGEST
from slotwise.analysis.experiments.readings import Reading, readings
from slotwise.analysis.experiments.reporting import plain
from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.traffic import traffic
from slotwise.analysis.experiments.values import Values
from slotwise.analysis.metrics import end_of, to_text
from slotwise.analysis.opened import OpenLog
from slotwise.configuration import Configuration
from slotwise.documents.experiments import Experiment, Phase, Step
from slotwise.documents.metrics import Metric
from slotwise.errors import MeasureError, StatisticsError
from slotwise.measures.spans import DAY
from slotwise.statistics.arriving import Arriving
from slotwise.statistics.moments import Moments, X
from slotwise.statistics.power import Power
from slotwise.statistics.quantiles import quantile

DAYS = 28
"""Days of live traffic that are read, at most."""


def plan(
    opened: OpenLog,
    experiment: Experiment,
    configuration: Configuration,
    as_of: int | None = None,
    share: float | None = None,
    audience_share: float = 1.0,
) -> dict[str, Any]:
    """Return what an experiment needs as plain values, from the log up to `as_of` (ms UTC), by default its end.

    `share` is that of the layer that will be enrolled, by default the experiment's; `audience_share` is that of the
    touchpoints' units who are in its audience. `reachable` tells whether its smallest effect can be shown in its days;
    `planned_units` is what `reporting.report` wants to be told.
    Raises MeasureError where the log has not one whole day, nobody came, or the primary metric tells nothing.
    """
    until = end_of(opened) if as_of is None else min(as_of, end_of(opened))
    whole = (until - _begins(opened)) // DAY
    days = min(whole, DAYS, max(ceil(experiment.days), 1))
    if days < 1:
        raise MeasureError(
            "nothing can be planned from less than one whole day of the log",
            given=to_text(until),
            hint="wait a day, or plan from another log: slotwise experiment power --log FOLDER",
        )
    time, reading = Timeline(until - days * DAY, until), _primary(experiment, configuration)
    phase = _phase(experiment, time)
    units = traffic(opened, experiment, time)
    values = Values(units, reading, Reader(opened, experiment, phase, time, [reading]).sides(reading), time)
    level = level_of("primary", experiment, phase)
    powers = [_power(values, experiment, phase, step, level) for step in values.steps()]
    first = np.bincount((units.exposed - time.began) // DAY, minlength=days).tolist()
    enrolled = (experiment.share if share is None else share) * audience_share * _pair(phase)
    arriving = Arriving(first, enrolled, (reading.window or 0) / DAY)
    return plain({**_head(experiment, reading, until, days, len(units)), "share": share or experiment.share,
                  "audience_share": audience_share, **_told(experiment, powers, arriving)})  # fmt: skip


def _told(experiment: Experiment, powers: list[Power | None], arriving: Arriving) -> dict[str, Any]:
    last = powers[-1]
    if last is None:
        raise MeasureError(
            "the primary metric does not vary among the units of the log: nothing can be planned from it"
        )
    effect = experiment.minimum_effect * abs(last.base)
    if not effect:
        raise MeasureError("the primary metric is 0 in the log: no share of it can be planned")
    needed = last.units(effect)
    by_day = [_day(day, each, arriving.persons(day), effect) for day, each in enumerate(powers, 1) if each is not None]
    # What one day's units do varies otherwise than what they do in a month: the day itself says what it shows.
    days = next((float(row["day"]) for row in by_day if row["enough"]), max(arriving.days(needed), len(powers) + 1.0))
    allowed = arriving.persons(experiment.days)
    smallest = last.detectable(allowed) / abs(last.base)
    reachable = days <= experiment.days
    return {
        "baseline": last.base,
        "variance_ratio": last.variance_ratio,
        "units_needed": needed,
        "planned_units": max(ceil(allowed), 2),
        "days_needed": days if days < inf else None,
        "reachable": reachable,
        "smallest_effect": smallest if smallest < inf else None,
        "power_in_days": last.chance(effect, allowed),
        "by_day": [{name: each for name, each in row.items() if name != "enough"} for row in by_day],
        "text": _text(experiment, needed, days, smallest, reachable),
    }


def _day(day: int, power: Power, units: float, effect: float) -> dict[str, Any]:
    smallest = power.detectable(units)
    return {
        "day": day,
        "units": units,
        "smallest_effect": smallest / abs(power.base) if power.base and smallest < inf else None,
        "power": power.chance(effect, units),
        "enough": smallest <= effect,
    }


def _text(experiment: Experiment, needed: int, days: float, smallest: float, reachable: bool) -> str:
    effect = f"{experiment.minimum_effect:.1%}"
    if reachable:
        return (
            f"A change of {effect} needs about {needed:,} units in both variants, which come in about {days:,.0f} days."
        )
    when = f"take about {days:,.0f} days" if days <= LONGEST else "do not come within a year"
    return (
        f"A change of {effect} needs about {needed:,} units in both variants, which {when}; {experiment.days:g} are "
        f"allowed. In these, a change of {smallest:.1%} can be shown. Allow more days, enrol a larger share, or state "
        "a larger smallest effect."
    )


def _power(values: Values, experiment: Experiment, phase: Phase, step: int, level: float) -> Power | None:
    """What the units so far would show; None while they say nothing."""
    rows, reading = values.rows[values.members(0, step)], values.reading
    ratio, alpha, method = _ratio(phase), 1 - level, experiment.method
    try:
        if reading.quantile is not None:
            found = quantile(np.sort(rows[:, X]), reading.quantile)
            return Power(found.value, found.variance * found.n, ratio, alpha, experiment.power, method)
        adjust = adjusts(experiment, phase, reading)
        moments, power = Moments.of(rows), experiment.power
        return Power.of(moments, reading.kind, adjust, ratio=ratio, alpha=alpha, power=power, method=method)
    except StatisticsError:
        return None


def _ratio(phase: Phase) -> float:
    """Units of the smallest other variant for each one of control's."""
    weights = {each.variant: each.weight for each in phase.variants}
    control = weights.pop(phase.control)
    others = [each for each in weights.values() if each > 0]
    if not control or not others:
        raise MeasureError("control and another variant need a weight above 0", given=weights)
    return min(others) / control


def _pair(phase: Phase) -> float:
    """The share of the enrolled that control and the smallest other variant get together."""
    control = next(each.weight for each in phase.variants if each.variant == phase.control)
    return min(control * (1 + _ratio(phase)), 1.0)


def _primary(experiment: Experiment, configuration: Configuration) -> Reading:
    alone = experiment.model_copy(update={"secondary": [], "guardrails": []})
    return readings(alone, {each.id: each for each in configuration.of(Metric)})[0]


def _phase(experiment: Experiment, time: Timeline) -> Phase:
    """The phase that would begin, as far as measuring asks for it."""
    return Phase(
        number=1,
        began_at=time.began,
        unit=experiment.unit,
        touchpoints=experiment.touchpoints,
        variants=experiment.variants,
        control=experiment.control,
        ramp=[Step(at=time.began, share=1.0, buckets=[(0, 10_000)])],
    )


def _begins(opened: OpenLog) -> int:
    found = opened.connection.execute(f"SELECT min(occurred_at) FROM {opened.events.source}").fetchall()[0][0]
    return end_of(opened) if found is None else int(found)


def _head(experiment: Experiment, reading: Reading, until: int, days: int, units: int) -> dict[str, Any]:
    asked = ("experiment", "minimum_effect", "days", "alpha", "power", "method", "touchpoints", "unit")
    return {
        **{name: getattr(experiment, name) for name in asked},
        "metric": reading.metric,
        "window_days": None if reading.window is None else reading.window / DAY,
        "as_of": to_text(until),
        "traffic": {"days": days, "units": units},
    }
