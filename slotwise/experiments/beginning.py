"""Beginning: the phase that an experiment opens, with all that it compares written into it once and for good."""

from collections.abc import Iterable, Mapping, Sequence

from slotwise.buckets import ALL, Range, count
from slotwise.conditions import Condition
from slotwise.documents import Problem
from slotwise.documents.experiments import Allocation, Experiment, Phase, Pinned, Step
from slotwise.documents.trial_asked import asked_wrong
from slotwise.documents.trial_conflicts import conflicts
from slotwise.errors import ExperimentError


def begun(
    wanted: Experiment,
    now: int,
    pinned: Mapping[str, Pinned],
    others: Iterable[Experiment],
    when: Condition | None,
    buckets: Sequence[Range],
) -> Experiment:
    """Return the experiment in a new phase that owns these buckets; raise ExperimentError when it may not begin."""
    _refuse(asked_wrong(wanted))
    phase = Phase(
        number=len(wanted.phases) + 1,
        began_at=now,
        unit=wanted.unit,
        audience=wanted.audience,
        when=_frozen(wanted, when),
        touchpoints=wanted.touchpoints,
        variants=wanted.variants,
        control=wanted.control,
        pinned=_pins(wanted, pinned),
        ramp=[Step(at=now, share=count(buckets) / ALL, buckets=list(buckets))],
        allocations=_first_batch(wanted, now),
    )
    found = wanted.model_copy(update={"status": "running", "phases": [*wanted.phases, phase]})
    _refuse(conflicts(found, others))
    return found


def _frozen(wanted: Experiment, when: Condition | None) -> Condition | None:
    if wanted.audience is None:
        return None
    if when is None:
        raise ExperimentError(f"there is no audience {wanted.audience!r}", given=wanted.audience, pointer="/audience")
    return when


def _pins(wanted: Experiment, pinned: Mapping[str, Pinned]) -> dict[str, Pinned]:
    for place, each in enumerate(wanted.variants):
        if each.model is not None and each.variant not in pinned:
            raise ExperimentError(
                f"{each.model!r} of variant {each.variant!r} is no version or alias of the shelf",
                given=each.model,
                pointer=f"/variants/{place}/model",
                hint="publish the version, or point the alias at one",
            )
    return {each.variant: pinned[each.variant] for each in wanted.variants if each.model is not None}


def _first_batch(wanted: Experiment, now: int) -> list[Allocation]:
    if wanted.kind != "bandit":
        return []
    return [Allocation(at=now, batch=0, weights=[each.weight for each in wanted.variants])]


def _refuse(found: Iterable[Problem]) -> None:
    for each in found:
        if not each.warning:
            raise ExperimentError(each.detail, expected=each.expected, given=each.given, pointer=each.pointer)
