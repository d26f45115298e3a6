"""References of an experiment: touchpoints, its audience, metrics and segments, as far as any of them are known."""

from collections.abc import Iterator

from slotwise.documents import Entries, Problem, World, pointer, unknown
from slotwise.documents.trial import Trial
from slotwise.interleaving import FEWEST_SLOTS

TOLD = ("latency_ms", "fallback_share")
"""Guardrails that every decision tells, without a metric of the dictionary."""
_FACTS = ("person.", "context.")


def references_wrong(trial: Trial, entries: Entries, world: World) -> Iterator[Problem]:
    """Yield what the experiment asks for and what there is not; pointers are relative to it."""
    if trial.audience is not None:
        yield from unknown(trial.audience, "audiences", entries, ["audience"])
    yield from _touchpoints_wrong(trial, entries, world)
    if trial.kind == "interleaving":
        yield from _slots_wrong(trial, entries, world)
    yield from _metrics_wrong(trial, entries)
    yield from _segments_wrong(trial, entries, world)


def _touchpoints_wrong(trial: Trial, entries: Entries, world: World) -> Iterator[Problem]:
    known = set(entries.get("touchpoints", {}))
    if world.catalog is not None:
        known |= {each.touchpoint for each in world.catalog.touchpoints}
    for place, each in enumerate(trial.touchpoints if known else ()):
        if each not in known:
            detail = f"there is no touchpoint {each!r}"
            yield Problem(pointer("touchpoints", place), "reference_unknown", detail, sorted(known), each)


def _slots_wrong(trial: Trial, entries: Entries, world: World) -> Iterator[Problem]:
    catalog = () if world.catalog is None else world.catalog.touchpoints
    slots = {each.touchpoint: each.slots for each in catalog}
    slots |= {name: getattr(each, "slots", FEWEST_SLOTS) for name, each in entries.get("touchpoints", {}).items()}
    for place, each in enumerate(trial.touchpoints):
        if slots.get(each, FEWEST_SLOTS) < FEWEST_SLOTS:
            detail = f"two lists in {slots[each]} slots tell too little: the report will not be healthy"
            at = pointer("touchpoints", place)
            yield Problem(at, "slots_too_few", detail, f"{FEWEST_SLOTS} slots or more", slots[each], warning=True)


def _metrics_wrong(trial: Trial, entries: Entries) -> Iterator[Problem]:
    if not entries.get("metrics"):
        return  # Those of the demo world are measured where nothing is written.
    asked = [("primary", "metric", trial.primary.metric)]
    asked += [(pointer("secondary", place)[1:], "metric", each.metric) for place, each in enumerate(trial.secondary)]
    for at, name, metric in asked:
        for found in unknown(metric, "metrics", entries, [name]):
            yield found._replace(pointer=f"/{at}{found.pointer}")
    for place, each in enumerate(trial.guardrails):
        if each.metric not in TOLD:
            yield from unknown(each.metric, "metrics", entries, ["guardrails", place, "metric"])


def _segments_wrong(trial: Trial, entries: Entries, world: World) -> Iterator[Problem]:
    known = set(entries.get("facts", {}))
    if world.facets is not None:
        known |= {each.name for each in world.facets.fields} | set(world.facets.numbers)
    for place, each in enumerate(trial.segments):
        if not each.startswith(_FACTS) or (world.facets is not None and each not in known):
            told = sorted(name for name in known if name.startswith(_FACTS))
            detail = f"{each!r} is no fact of a person or a request"
            yield Problem(pointer("segments", place), "reference_unknown", detail, told or [*_FACTS], each)
