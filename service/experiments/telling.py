"""Telling: experiments as plain values, for the API, the command line and the pages alike."""

from typing import Any

from service.experiments.tags import tag_of
from service.moments import to_text
from service.stores.experiment_reports import ExperimentReport
from slotwise.documents.experiments import Experiment, Phase

_ASKED = ("experiment", "title", "hypothesis", "owner", "kind", "unit", "layer", "status")


def row_told(
    experiment: Experiment, report: ExperimentReport | None = None, look: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return an experiment in a line: where it stands, whom it has met, what is said of it."""
    phase = experiment.phase
    return {
        **{name: getattr(experiment, name) for name in _ASKED},
        "phase": None if phase is None else phase.number,
        "share": None if phase is None else phase.ramp[-1].share,
        "began_at": None if phase is None else to_text(phase.began_at),
        "ended_at": None if phase is None or phase.ended_at is None else to_text(phase.ended_at),
        "variants": [_variant(experiment, phase, each.variant) for each in experiment.variants],
        "units": None if report is None else report.report.get("units"),
        "verdict": None if report is None else report.report.get("verdict"),
        "report": None if report is None else {"made_at": to_text(report.made_at), "frozen": report.frozen},
        "guardrails": look if look and phase and look.get("phase") == phase.number else None,
    }


def experiment_told(
    experiment: Experiment, report: ExperimentReport | None = None, look: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return an experiment with its document, and the tag under which it may be changed."""
    return {**row_told(experiment, report, look), "document": experiment.to_json(), "tag": tag_of(experiment)}


def paused(phase: Phase | None) -> dict[str | None, str]:
    """Return what rests at the end of a phase, None for all of it, with the reason; a pause may end with its phase."""
    if phase is None:
        return {}
    return {each.variant: each.why for each in phase.pauses if each.until in (None, phase.ended_at)}


def _variant(experiment: Experiment, phase: Phase | None, name: str) -> dict[str, Any]:
    asked = next(each for each in experiment.variants if each.variant == name)
    pinned = None if phase is None else phase.pinned.get(name)
    rests = paused(phase)
    return {
        "variant": name,
        "title": asked.title,
        "weight": _weight(experiment, phase, asked.weight, name),
        "control": name == experiment.control,
        "model": asked.model,
        "version": None if pinned is None else pinned.version,
        "run_id": None if pinned is None else pinned.run_id or None,
        "patched": sorted(f"{kind}/{entry}" for kind, entries in asked.patch.items() for entry in entries),
        "paused": rests.get(name, rests.get(None)),
    }


def _weight(experiment: Experiment, phase: Phase | None, weight: float, name: str) -> float:
    """The share that a variant gets now: a bandit's moves."""
    if phase is None or not phase.allocations:
        return weight
    places = [each.variant for each in phase.variants]
    return phase.allocations[-1].weights[places.index(name)] if name in places else weight
