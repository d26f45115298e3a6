"""Life of an experiment: every act returns the document that follows, or raises ExperimentError and says why not.

Acts are pure: the moment, the pinned versions and the other experiments are given. They write `status` and `phases`;
slotwise/documents checks the same promises of whatever else would write there.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slotwise.conditions import Condition
from slotwise.documents.experiments import LIVE, Allocation, Experiment, Pause, Phase, Pinned, Step
from slotwise.documents.trial_asked import NEAR
from slotwise.errors import ExperimentError
from slotwise.experiments.beginning import begun
from slotwise.experiments.buckets import grown

CLOCKS = 60_000
"""By how much the clocks of two machines may differ, ms. Pauses and ends are never refused for a clock."""
_NONE: Mapping[str, Pinned] = {}


def start(
    experiment: Experiment,
    now: int,
    pinned: Mapping[str, Pinned] = _NONE,
    others: Iterable[Experiment] = (),
    when: Condition | None = None,
    share: float | None = None,
) -> Experiment:
    """Begin the first phase of a draft, which takes `share` of the layer, the document's own by default.

    `pinned` is, by variant, the bundle that its model means now; `when` the condition of its audience. `others` are
    the experiments of the configuration.
    """
    _must(experiment, "start", "draft")
    others = _without(experiment, others)
    wanted = experiment if share is None else experiment.model_copy(update={"share": share})
    buckets = grown(wanted, [], wanted.share, others, now)
    return begun(wanted, now, pinned, others, when, buckets)


def rephase(
    experiment: Experiment,
    wanted: Experiment,
    now: int,
    pinned: Mapping[str, Pinned] = _NONE,
    others: Iterable[Experiment] = (),
    when: Condition | None = None,
    share: float | None = None,
) -> Experiment:
    """End the phase that runs and begin the next, in which `wanted` is compared: variants, weights, unit, audience ...

    All units are drawn anew. `wanted` is the document as edited; it keeps the buckets, or takes another share of them.
    """
    _must(experiment, "begin a new phase", *LIVE)
    phase, others = _open(experiment, now), _without(experiment, others)
    now = _not_before(phase, now)
    for name in ("experiment", "kind", "layer"):
        if getattr(wanted, name) != getattr(experiment, name):
            raise ExperimentError(
                f"another {name} needs another experiment",
                expected=getattr(experiment, name),
                given=getattr(wanted, name),
                pointer=f"/{name}",
            )
    last = phase.ramp[-1]
    buckets = grown(wanted, last.buckets, share or last.share, others, now)
    ended = [*experiment.phases[:-1], _ended(phase, now)]
    return begun(wanted.model_copy(update={"phases": ended}), now, pinned, others, when, buckets)


def ramp(experiment: Experiment, now: int, share: float, others: Iterable[Experiment] = ()) -> Experiment:
    """Own a larger share of the layer from now on; whoever is in stays in, and in their variant."""
    _must(experiment, "ramp", "running")
    phase = _open(experiment, now)
    last, now = phase.ramp[-1], _not_before(phase, now)
    if not last.share < share <= 1:
        raise ExperimentError(
            "a ramp only grows: whoever is in stays in",
            expected=f"above {last.share:g}, at most 1",
            given=share,
            hint="for less traffic begin a new phase, in which everybody is drawn anew",
            pointer="/share",
        )
    buckets = grown(experiment, last.buckets, share, _without(experiment, others), now)
    step = Step(at=now, share=share, buckets=buckets)
    return _changed(experiment, phase.model_copy(update={"ramp": [*phase.ramp, step]}))


def pause(experiment: Experiment, now: int, variant: str | None = None, why: str = "") -> Experiment:
    """Answer the units of a variant as control's from now on, or with None everybody's as if there were none."""
    _must(experiment, "pause", "running")
    phase = experiment.phases[-1]
    now = _not_before(phase, now)
    names = [each.variant for each in phase.variants if each.variant != phase.control]
    if variant is not None and variant not in names:
        raise ExperimentError(
            f"{variant!r} is control, by which the others are judged" if variant == phase.control else
            f"there is no variant {variant!r}",
            expected=names, given=variant, pointer="/variant", hint="pause the whole experiment",
        )  # fmt: skip
    if _paused(phase, variant):
        raise ExperimentError(f"{variant!r} is paused already", given=variant, pointer="/variant")
    pauses = [*phase.pauses, Pause(variant=variant, at=now, why=why)]
    status = "paused" if variant is None else experiment.status
    return _changed(experiment, phase.model_copy(update={"pauses": pauses}), status=status)


def resume(experiment: Experiment, now: int, variant: str | None = None) -> Experiment:
    """End a pause: a variant's, or with None that of the whole experiment."""
    _must(experiment, "resume", *(LIVE if variant else ("paused",)))
    phase = experiment.phases[-1]
    now = _not_before(phase, now)
    if not _paused(phase, variant):
        raise ExperimentError(f"{variant!r} is not paused", given=variant, pointer="/variant")
    pauses = [_over(each, now) if each.variant == variant else each for each in phase.pauses]
    status = "running" if variant is None else experiment.status
    return _changed(experiment, phase.model_copy(update={"pauses": pauses}), status=status)


def stop(experiment: Experiment, now: int) -> Experiment:
    """End the phase that runs; its buckets rest, and nobody is enrolled any more."""
    _must(experiment, "stop", *LIVE)
    phase = experiment.phases[-1]
    return _changed(experiment, _ended(phase, _not_before(phase, now)), status="stopped")


def archive(experiment: Experiment, now: int) -> Experiment:
    """Put away what is stopped, or a draft that nobody will start; the ids of testers are deleted."""
    _must(experiment, "archive", "stopped", "draft")
    return experiment.model_copy(update={"status": "archived", "forced": {}})


def allocate(experiment: Experiment, now: int, weights: Sequence[float]) -> Experiment:
    """Begin the next batch of a bandit with these weights, in the phase's order of variants; units are drawn anew."""
    _must(experiment, "allocate", "running")
    phase = _open(experiment, now)
    now = _not_before(phase, now)
    if experiment.kind != "bandit":
        raise ExperimentError("only a bandit's weights move in a phase", expected="bandit", given=experiment.kind)
    if len(weights) != len(phase.variants) or min(weights) < 0 or abs(sum(weights) - 1) > NEAR:
        raise ExperimentError(
            "a batch needs a weight for every variant, which sum to 1",
            expected=[each.variant for each in phase.variants], given=list(weights), pointer="/weights",
        )  # fmt: skip
    batch = phase.allocations[-1].batch + 1
    more = Allocation(at=now, batch=batch, weights=[float(each) for each in weights])
    return _changed(experiment, phase.model_copy(update={"allocations": [*phase.allocations, more]}))


def _must(experiment: Experiment, act: str, *status: str) -> None:
    if experiment.status not in status:
        raise ExperimentError(
            f"{experiment.experiment!r} is {experiment.status}: it cannot {act}",
            expected=" or ".join(status), given=experiment.status, pointer="/status",
        )  # fmt: skip


def _open(experiment: Experiment, now: int) -> Phase:
    """Return the phase that runs; units are not drawn by a clock that is wrong."""
    phase = experiment.phases[-1]
    last = _not_before(phase, 0)
    if now < last - CLOCKS:
        raise ExperimentError(
            "the clock stands before what happened last", expected=f"at least {last}", given=now,
            hint="set the clock right: moments decide who was drawn how",
        )  # fmt: skip
    return phase


def _not_before(phase: Phase, now: int) -> int:
    """Return the moment of an act: two machines' clocks differ, but what happens next is never before the last."""
    return max(
        now,
        phase.began_at,
        *(each.at for each in phase.ramp),
        *(each.at for each in phase.allocations),
        *(each.until or each.at for each in phase.pauses),
    )


def _ended(phase: Phase, now: int) -> Phase:
    pauses = [_over(each, now) for each in phase.pauses]
    return phase.model_copy(update={"ended_at": now, "pauses": pauses})


def _over(pause: Pause, now: int) -> Pause:
    return pause if pause.until is not None else pause.model_copy(update={"until": now})


def _paused(phase: Phase, variant: str | None) -> bool:
    return any(each.variant == variant and each.until is None for each in phase.pauses)


def _changed(experiment: Experiment, phase: Phase, **fields: Any) -> Experiment:
    return experiment.model_copy(update={"phases": [*experiment.phases[:-1], phase], **fields})


def _without(experiment: Experiment, others: Iterable[Experiment]) -> list[Experiment]:
    return [each for each in others if each.experiment != experiment.experiment]
