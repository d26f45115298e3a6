"""Telling: an evaluation goes to the MLflow run of the version, and is kept as its forecast."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from training.off_policy import forecasts
from training.off_policy.versions import Named
from training.pipeline import EXPERIMENT
from training.tracking import Tracker

PREFIX = "off_policy/"


def told(candidate: Named, document: Mapping[str, Any], tracking: str, path: Path, made_at: int) -> None:
    """Log what a document says of a registered candidate to its run, tag the version, and keep the forecast.

    A bundle without a version has no run and no experiment, so nothing is kept of it.
    """
    version = candidate.version
    if version is None:
        return
    found = document["candidates"][candidate.label]
    overall, tracker = found["overall"], Tracker(tracking)
    with tracker.run(EXPERIMENT, version.name, version.run_id) as run:
        run.document("off_policy", {**document, "candidates": {candidate.label: found}})
        run.metrics(_metrics(overall))
    word = "refused" if overall["refused"] else "yes" if overall["to_traffic"] else "no"
    tracker.tag(version, {"off_policy": word})
    forecasts.keep(path, forecasts.forecast(version.name, version.version, document, candidate.label, made_at))


def _metrics(overall: Mapping[str, Any]) -> dict[str, float | None]:
    found: dict[str, float | None] = {f"{PREFIX}champion": overall["champion"]["value"]}
    for name in ("candidate", "difference"):
        for key, value in (overall[name] or {}).items():
            found[f"{PREFIX}{name}_{key}"] = value
    return found
