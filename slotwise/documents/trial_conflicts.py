"""Conflicts: what keeps two experiments from running at once: the same buckets, or the same thing changed by both."""

from collections.abc import Iterable, Iterator

from slotwise.buckets import Range, merged, overlap, without
from slotwise.documents import Problem
from slotwise.documents.trial import LIVE, Phase, Trial

DAY = 86_400_000
REST = 14 * DAY
"""How long buckets rest after an experiment, ms: what its units have got used to must not be another's effect."""


def conflicts(trial: Trial, others: Iterable[Trial]) -> Iterator[Problem]:
    """Yield what keeps a live experiment from running beside others; pointers are left empty."""
    phase = trial.phase
    if phase is None:
        return
    for other in others:
        if other.layer == trial.layer:
            yield from _buckets_wrong(trial, phase, other)
        elif other.status in LIVE and other.phase is not None:
            yield from _changes_wrong(trial, phase, other, other.phase)


def resting(phase: Phase, now: int) -> list[Range]:
    """Return the buckets of a layer that a phase keeps from others at a moment (ms UTC)."""
    if phase.ended_at is not None and now >= phase.ended_at + REST:
        return []
    steps = [each for each in phase.ramp if each.at <= now]
    return merged(steps[-1].buckets) if steps else []


def _buckets_wrong(trial: Trial, phase: Phase, other: Trial) -> Iterator[Problem]:
    had: list[Range] = []
    for step in phase.ramp:
        new = without(step.buckets, had)
        had = merged(step.buckets)
        for each in other.phases:
            both = overlap(new, resting(each, step.at))
            if both and each.ended_at is not None and each.ended_at <= step.at:
                free = each.ended_at + REST
                detail = f"buckets that {other.experiment!r} had rest for {REST // DAY} days"
                yield Problem("", "buckets_resting", detail, f"free from {free} (ms UTC)", both)
            elif both:
                detail = f"{trial.experiment!r} and {other.experiment!r} own the same buckets of {trial.layer!r}"
                yield Problem("", "buckets_taken", detail, "buckets of its own", both)


def _changes_wrong(trial: Trial, phase: Phase, other: Trial, beside: Phase) -> Iterator[Problem]:
    common = set(phase.touchpoints) & set(beside.touchpoints)
    meet = not phase.touchpoints or not beside.touchpoints or common
    if meet and _names_models(phase) and _names_models(beside):
        detail = f"{trial.experiment!r} and {other.experiment!r} both name the model that answers"
        where = sorted(common) or sorted({*phase.touchpoints, *beside.touchpoints}) or "all touchpoints"
        yield Problem("", "experiments_conflict", detail, "one layer for both, or other touchpoints", where)
    for kind, name in sorted(_patched(phase) & _patched(beside)):
        detail = f"{trial.experiment!r} and {other.experiment!r} both change {kind}/{name}"
        yield Problem("", "experiments_conflict", detail, "one layer for both", f"{kind}/{name}")


def _names_models(phase: Phase) -> bool:
    return any(each.model is not None for each in phase.variants)


def _patched(phase: Phase) -> set[tuple[str, str]]:
    return {(kind, name) for each in phase.variants for kind, entries in each.patch.items() for name in entries}
