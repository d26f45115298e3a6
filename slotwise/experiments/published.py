"""Published: what clients need to assign by themselves, and nothing that is nobody's business.

No ids of testers, no conditions of audiences: of an experiment with an audience, a client knows whom it leaves out by
its buckets, and asks the service about all others.
"""

from collections.abc import Iterable
from typing import Any

from slotwise.documents.experiments import LIVE, Experiment
from slotwise.documents.holdouts import Holdout
from slotwise.experiments.planned import Planned

VERSION = 1
"""Of the form; clients refuse another one, because a guess would assign wrongly."""


def published(experiments: Iterable[Experiment], holdouts: Iterable[Holdout], now: int) -> dict[str, Any]:
    """Return the phases that run at a moment (ms UTC) as plain values, as they are at that moment."""
    running = [
        Planned.of(each, phase)
        for each in experiments
        if each.status in LIVE
        for phase in each.phases
        if phase.began_at <= now and (phase.ended_at is None or now < phase.ended_at)
    ]
    held = [{"salt": each.salt, "share": each.share} for each in holdouts if each.open_at(now)]
    return {"version": VERSION, "experiments": [_phase(each, now) for each in running], "holdouts": held}


def _phase(phase: Planned, now: int) -> dict[str, Any]:
    drawing, bounds, paused = phase.drawing_at(now), phase.buckets_at(now), phase.paused_at(now)
    return {
        "experiment": phase.experiment,
        "phase": phase.number,
        "unit": phase.unit,
        "touchpoints": sorted(phase.touchpoints),
        "layer_salt": phase.layer,
        "buckets": [list(each) for each in zip(bounds[::2], bounds[1::2], strict=True)],
        "salt": drawing.salt,
        "variants": [
            {"variant": name, "weight": weight} for name, weight in zip(drawing.names, drawing.weights, strict=True)
        ],
        "control": phase.control,
        "interleaved": phase.interleaved,
        "paused": None in paused,
        "paused_variants": sorted(each for each in paused if each is not None),
        "ask": phase.when is not None,
    }
