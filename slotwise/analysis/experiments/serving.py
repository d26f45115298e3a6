"""Serving: what every decision tells of itself by the assignments, as metrics that need no entry in the dictionary."""

from collections.abc import Sequence

from slotwise import log
from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.units import TABLE
from slotwise.analysis.folder import File
from slotwise.decision import ServiceLevel
from slotwise.documents.experiments import Experiment, Phase
from slotwise.errors import MeasureError
from slotwise.experiments.assigned import Reason
from slotwise.measures.spans import DAY

LATENCY, FALLBACK = "latency_ms", "fallback_share"
SERVING = {LATENCY: ("Time of a decision", "ms"), FALLBACK: ("Decisions that a fallback answered", "share")}
"""By name: title and unit."""


def serving(
    file: File, metrics: Sequence[str], experiment: Experiment, phase: Phase, time: Timeline
) -> tuple[str, list[object]]:
    """Return SQL of person (the unit's number), step and, for each metric, its x and y, and its parameters.

    One row for every step of a unit: `latency_ms_x` and so on. Raises MeasureError where the log does not tell one.
    """
    columns = ", ".join(_sums(file, each) for each in metrics)
    key = f"CAST(a.{log.UNIT} AS VARCHAR)"
    if phase.unit == "person" and log.PERSON in file.columns:
        key = f"coalesce(nullif(CAST(a.{log.PERSON} AS VARCHAR), ''), {key})"
    moment = f"a.{log.DECIDED_AT}"
    where = [f"a.{log.EXPERIMENT} = ?", f"a.{log.PHASE} = ?", f"a.{log.VARIANT} <> ''", time.open(moment)]
    where += [f"{moment} >= u.exposed", f"{moment} < u.ends"]
    if log.REASON in file.columns:
        where.append(f"a.{log.REASON} IS DISTINCT FROM '{Reason.FORCED}'")
    return (
        f"SELECT u.unit AS person, CAST(({moment} - {time.began}) // {DAY} AS INTEGER) AS step, {columns} "
        f"FROM {file.source} a JOIN {TABLE} u ON u.key = {key} WHERE {' AND '.join(where)} GROUP BY 1, 2",
        [experiment.id, phase.number],
    )


def tells(file: File, metric: str) -> bool:
    """Tell whether the assignments have what a metric needs."""
    return _needed(metric) in file.columns


def _needed(metric: str) -> str:
    return log.ELAPSED if metric == LATENCY else log.SERVICE_LEVEL


def _sums(file: File, metric: str) -> str:
    """The columns of one metric."""
    needed = _needed(metric)
    if needed not in file.columns:
        raise MeasureError(f"the assignments do not tell {needed}", given=sorted(file.columns))
    x = f"a.{needed}"
    if metric == FALLBACK:
        # A variant that could not answer in time was answered for: that is its fallback, whatever level answered.
        other = f" OR a.{log.SERVED} <> a.{log.VARIANT}" if log.SERVED in file.columns else ""
        x = f"CAST(a.{needed} <> '{ServiceLevel.RANKER}'{other} AS INTEGER)"
    return f"CAST(coalesce(sum({x}), 0) AS DOUBLE) AS {metric}_x, CAST(count(a.{needed}) AS DOUBLE) AS {metric}_y"
