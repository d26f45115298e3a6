"""Serving: what every decision tells of itself by the assignments, as metrics that need no entry in the dictionary."""

from slotwise import log
from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.units import TABLE
from slotwise.analysis.folder import File
from slotwise.decision import ServiceLevel
from slotwise.documents.experiments import Experiment, Phase
from slotwise.errors import MeasureError

LATENCY, FALLBACK = "latency_ms", "fallback_share"
SERVING = {LATENCY: ("Time of a decision", "ms"), FALLBACK: ("Decisions that a fallback answered", "share")}
"""By name: title and unit."""


def serving(file: File, metric: str, experiment: Experiment, phase: Phase, time: Timeline) -> tuple[str, list[object]]:
    """Return SQL of person (the unit's number), step, x and y, one row for every step of a unit, and its parameters.

    Raises MeasureError where the assignments do not tell it.
    """
    needed = log.ELAPSED if metric == LATENCY else log.SERVICE_LEVEL
    if needed not in file.columns:
        raise MeasureError(f"the assignments do not tell {needed}", given=sorted(file.columns))
    x, y = f"a.{needed}", f"count(a.{needed})"
    if metric == FALLBACK:
        # A variant that could not answer in time was answered for: that is its fallback, whatever level answered.
        other = f" OR a.{log.SERVED} <> a.{log.VARIANT}" if log.SERVED in file.columns else ""
        x = f"CAST(a.{needed} <> '{ServiceLevel.RANKER}'{other} AS INTEGER)"
    key = f"CAST(a.{log.UNIT} AS VARCHAR)"
    if phase.unit == "person" and log.PERSON in file.columns:
        key = f"coalesce(nullif(CAST(a.{log.PERSON} AS VARCHAR), ''), {key})"
    at = f"a.{log.DECIDED_AT}"
    where = [f"a.{log.EXPERIMENT} = ?", f"a.{log.PHASE} = ?", f"a.{log.VARIANT} <> ''", time.open(at)]
    where += [f"{at} >= u.exposed", f"{at} < u.ends"]
    step = f"CAST(({at} - {time.began}) // 86400000 AS INTEGER)"
    sums = f"CAST(coalesce(sum({x}), 0) AS DOUBLE) AS x, CAST({y} AS DOUBLE) AS y"
    return (
        f"SELECT u.unit AS person, {step} AS step, {sums} "
        f"FROM {file.source} a JOIN {TABLE} u ON u.key = {key} WHERE {' AND '.join(where)} GROUP BY ALL",
        [experiment.id, phase.number],
    )
