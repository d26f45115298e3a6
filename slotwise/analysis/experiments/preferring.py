"""Preferring: the report on an interleaved phase, which says whose choices persons prefer and not what to ship."""

from typing import Any

from slotwise.analysis.experiments.timeline import timeline
from slotwise.analysis.interleaved import preference
from slotwise.analysis.metrics import to_text
from slotwise.analysis.opened import OpenLog
from slotwise.documents.experiments import Experiment, Phase


def preferred(opened: OpenLog, experiment: Experiment, phase: Phase, until: int) -> dict[str, Any]:
    """Return the report. Raises MeasureError before the phase began, DatasetError for a log without teams."""
    time = timeline(phase, until, ())
    found = preference(opened, experiment, phase)
    wrong = [each for each in found["health"] if not each["ok"]]
    told = found["preference"]
    open_ = told["always_low"] <= 0.5 <= told["always_high"]
    code = "unhealthy" if wrong else "keep_going" if open_ else "preferred"
    return {
        "experiment": experiment.id,
        "title": experiment.title,
        "kind": experiment.kind,
        "phase": phase.number,
        "began_at": to_text(phase.began_at),
        "as_of": to_text(until),
        "days": time.days,
        "final": False,
        "over": phase.ended_at is not None and phase.ended_at <= until,
        "units": {"interleaved": found["units"]},
        "health": found["health"],
        "metrics": [],
        "segments": [],
        "preference": found,
        "verdict": {"code": code, "variant": None, "text": found["text"], "reasons": [], "days_left": None},
    }
