"""What an experiment has lived through: phases one after the other, ramps that grow, and a status that fits."""

from collections.abc import Iterator
from itertools import pairwise

from slotwise.buckets import ALL, count, without
from slotwise.documents import Problem, pointer
from slotwise.documents.trial import LIVE, Allocation, Phase, Trial
from slotwise.documents.trial_asked import NEAR, weights_wrong

COMPARED = ("unit", "audience", "touchpoints", "variants", "control")
"""What a phase copies from the experiment when it begins; later changes need a phase of their own."""


def lived_wrong(trial: Trial) -> Iterator[Problem]:
    """Yield what cannot have happened; pointers are relative to the experiment."""
    yield from _status_wrong(trial)
    for place, phase in enumerate(trial.phases):
        at = pointer("phases", place)
        if phase.number != place + 1:
            yield Problem(f"{at}/number", "value_wrong", "phases are counted from 1", place + 1, phase.number)
        for each in _phase_wrong(phase):
            yield each._replace(pointer=at + each.pointer)
    for place, (one, other) in enumerate(pairwise(trial.phases), 1):
        if one.ended_at is None or other.began_at < one.ended_at:
            detail = f"phase {other.number} begins before phase {one.number} has ended"
            yield Problem(pointer("phases", place, "began_at"), "out_of_range", detail, one.ended_at, other.began_at)


def _status_wrong(trial: Trial) -> Iterator[Problem]:
    phase, live = trial.phase, trial.status in LIVE
    if live != (phase is not None and phase.ended_at is None) or (trial.status == "draft" and phase is not None):
        detail = (
            f"an experiment that is {trial.status} has {'an' if live else 'no'} open phase: start, stop and such do it"
        )
        yield Problem("/status", "status_wrong", detail, given=trial.status)
    elif phase is not None and live:
        rests = any(each.variant is None and each.until is None for each in phase.pauses)
        if rests != (trial.status == "paused"):
            detail = "an experiment is paused while a pause of the whole is open"
            yield Problem("/status", "status_wrong", detail, "paused" if rests else "running", trial.status)
        for name in COMPARED:
            if getattr(phase, name) != getattr(trial, name):
                detail = f"{name} is not what phase {phase.number} compares: a change begins a new phase"
                yield Problem(pointer(name), "phase_immutable", detail)


def _phase_wrong(phase: Phase) -> Iterator[Problem]:
    yield from (each for each in weights_wrong(phase.variants) if not each.warning)
    names = {each.variant for each in phase.variants}
    wanted = {each.variant for each in phase.variants if each.model is not None}
    if set(phase.pinned) != wanted:
        detail = "a phase pins the version of every variant that names a model"
        yield Problem("/pinned", "reference_unknown", detail, sorted(wanted), sorted(phase.pinned))
    if phase.control not in names:
        yield Problem("/control", "reference_unknown", "control is none of the variants", sorted(names), phase.control)
    for place, pause in enumerate(phase.pauses):
        if pause.variant is not None and pause.variant not in names:
            detail = f"there is no variant {pause.variant!r} to pause"
            yield Problem(pointer("pauses", place), "reference_unknown", detail, sorted(names), pause.variant)
    yield from _moments_wrong(phase)
    yield from _ramp_wrong(phase)
    for place, each in enumerate(phase.allocations):
        yield from _allocation_wrong(each, place, len(phase.variants))


def _moments_wrong(phase: Phase) -> Iterator[Problem]:
    steps = [each.at for each in phase.ramp]
    if phase.ended_at is not None and phase.ended_at < max([phase.began_at, *steps]):
        yield Problem("/ended_at", "out_of_range", "the phase ends before what happened in it", given=phase.ended_at)
    if steps != sorted(steps) or (steps and steps[0] < phase.began_at):
        yield Problem("/ramp", "out_of_range", "steps come one after the other, from the beginning on", given=steps)
    batches = [(each.at, each.batch) for each in phase.allocations]
    if batches != sorted(set(batches)) or len({batch for _, batch in batches}) != len(batches):
        yield Problem("/allocations", "out_of_range", "batches come one after the other, each with its own number")
    for place, pause in enumerate(phase.pauses):
        if pause.until is not None and pause.until < pause.at:
            at = pointer("pauses", place, "until")
            yield Problem(at, "out_of_range", "a pause ends after it began", pause.at, pause.until)


def _ramp_wrong(phase: Phase) -> Iterator[Problem]:
    if not phase.ramp:
        yield Problem("/ramp", "out_of_range", "a phase begins with a step", "at least one step", 0)
    for place, step in enumerate(phase.ramp):
        owned = count(step.buckets)
        if owned != sum(abs(high - low) for low, high in step.buckets):
            detail = "ranges of buckets rise, and do not overlap"
            yield Problem(pointer("ramp", place, "buckets"), "buckets_invalid", detail, given=step.buckets)
        elif owned != round(step.share * ALL):
            detail = f"{owned} buckets are not a share of {step.share:g}"
            yield Problem(pointer("ramp", place, "share"), "buckets_invalid", detail, owned / ALL, step.share)
    for place, (one, other) in enumerate(pairwise(phase.ramp), 1):
        if without(one.buckets, other.buckets):
            detail = "a ramp only grows: whoever is in stays in"
            yield Problem(pointer("ramp", place, "buckets"), "ramp_shrinks", detail, one.buckets, other.buckets)


def _allocation_wrong(allocation: Allocation, place: int, variants: int) -> Iterator[Problem]:
    whole = sum(allocation.weights)
    if len(allocation.weights) != variants or abs(whole - 1) > NEAR:
        detail = f"{len(allocation.weights)} weights that sum to {whole:.10g}"
        yield Problem(pointer("allocations", place, "weights"), "weights_not_whole", detail, [variants, 1])
