"""Deciding: the touchpoints of a request, each by the way of its variants, and no content twice on the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from service.models import Serving
from service.variants.enrolling import Enrolment
from service.variants.interleaving import Sides, merged
from service.variants.prepared import CHAMPION, Prepared, Way
from service.variants.recipes import Served
from service.variants.trial import Filled, Named, Part, Trial
from slotwise.decision import Decision, Wanted
from slotwise.experiments.assigned import INTERLEAVED, Assigned
from slotwise.person import PersonState

Decided = tuple[Wanted, Decision]
Decide = Callable[[Serving, Sequence[int], int, tuple[str, ...]], Decided]
"""Decides by a model: places of touchpoints among those asked for, number of the part, what stands on the page."""


@dataclass(frozen=True)
class _Group:
    """Touchpoints that are decided together: places among those asked for."""

    way: Way
    places: list[int]
    experiments: list[tuple[Named, ...]]
    interleaved: tuple[Served, Way] | None = None
    """The phase whose control `way` is, and the way of its other variant."""


def decided(
    enrolment: Enrolment, champion: Serving, touchpoints: Sequence[str], state: PersonState, decide: Decide
) -> Trial:
    """Return what answers each touchpoint, in the order given; all are known to the champion."""
    groups, instead = _groups(enrolment, touchpoints)
    found: dict[int, Filled] = {}
    page: tuple[str, ...] = ()
    number = 0
    for group in groups:
        serving = group.way.serving or champion
        wanted, decision = decide(serving, group.places, number, page)
        part = Part(serving, group.way.key, number, wanted, decision)
        number += 1
        if group.interleaved is None:
            answered = [
                Filled(slate, part, named) for slate, named in zip(decision.slates, group.experiments, strict=True)
            ]
        else:
            phase, way = group.interleaved
            against = way.serving or champion
            other = Part(against, way.key, number, *decide(against, group.places, number, page))
            number += 1
            answered = [merged(Sides(phase, part, other, state), group.experiments[0])]
        found |= dict(zip(group.places, answered, strict=True))
        if group is not groups[-1]:
            for each in answered:
                content = each.serving.renderer.content
                page += tuple(content(one.content).content_id for one in each.slate.placements)
    if instead:
        enrolment = replace(enrolment, assigned=tuple(_served(each, instead) for each in enrolment.assigned))
    return Trial(enrolment, tuple(found[place] for place in range(len(touchpoints))))


def _groups(enrolment: Enrolment, touchpoints: Sequence[str]) -> tuple[list[_Group], dict[str, str]]:
    """Return the groups in the order of their first touchpoints, and what answers instead of experiments' variants."""
    prepared = enrolment.prepared
    assigned = {(each.experiment, each.phase): each for each in enrolment.assigned}
    groups, instead = list[_Group](), dict[str, str]()
    by_key: dict[object, _Group] = {}
    for place, touchpoint in enumerate(touchpoints):
        covering = prepared.covering(touchpoint, assigned)
        named = tuple(Named(phase.experiment, each.variant) for phase, each in covering)
        mixed = next((phase for phase, each in covering if each.served == INTERLEAVED), None)
        if mixed is not None:
            ways = [_way(prepared, covering, touchpoint, mixed, variant) for variant in _sides(mixed)]
            instead |= {**ways[0].instead, **ways[1].instead}
            groups.append(_Group(ways[0], [place], [named], (mixed, ways[1])))
            continue
        way = _way(prepared, covering, touchpoint)
        instead |= way.instead
        group = by_key.get(way.key)
        if group is None:
            group = by_key[way.key] = _Group(way, [], [])
            groups.append(group)
        group.places.append(place)
        group.experiments.append(named)
    return groups, instead


def _way(
    prepared: Prepared,
    covering: Sequence[tuple[Served, Assigned]],
    touchpoint: str,
    mixed: Served | None = None,
    side: str = "",
) -> Way:
    found = prepared.way([(phase, side if phase is mixed else each.served) for phase, each in covering])
    if found.serving is not None and found.serving.model.catalog.touchpoint(touchpoint) < 0:
        # A version that was trained before there was the touchpoint has nothing to say of it.
        return replace(CHAMPION, instead={**found.instead, **{step.experiment: "" for step in found.key}})
    return found


def _sides(phase: Served) -> tuple[str, str]:
    """Return the two variants that are interleaved, control first."""
    other = next(each for each in phase.recipes if each != phase.control)
    return phase.control, other


def _served(assigned: Assigned, instead: Mapping[str, str]) -> Assigned:
    """Return an assignment with what really answered: the unit stays in its variant all the same."""
    name = instead.get(assigned.experiment)
    return assigned if name is None or not assigned.variant else assigned._replace(served=name)
