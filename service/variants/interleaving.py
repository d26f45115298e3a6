"""Interleaving: the slates of two variants for one touchpoint, drafted into one, with the team of every placement.

What only one of the two bundles knows is left out: such a content says nothing about which version ranks better.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from service.variants.recipes import Served
from service.variants.trial import Filled, Named, Part
from slotwise import chance
from slotwise.choice import choice
from slotwise.decision import Ask, Placement, ServiceLevel, Slate
from slotwise.interleaving.team_draft import Fits, Pick, anything, draft
from slotwise.person import PersonState

_LEVELS = tuple(ServiceLevel)


@dataclass(frozen=True)
class Sides:
    """Two answers for one touchpoint: control's and the other variant's."""

    phase: Served
    control: Part
    other: Part
    state: PersonState

    @property
    def ask(self) -> Ask:
        """The touchpoint."""
        return self.control.wanted.asks[0]


def merged(sides: Sides, experiments: tuple[Named, ...]) -> Filled:
    """Return the drafted slate, in places of control's catalogue."""
    one, other = sides.control.decision.slates[0], sides.other.decision.slates[0]
    lists = [_common(sides, one, sides.control), _common(sides, other, sides.other)]
    luck = chance.generator("interleaving", sides.control.wanted.seed)
    fits, pinned = _rules(sides, lists[0], sorted({*lists[0], *lists[1]}))
    picks = draft(list(lists[0]), list(lists[1]), sides.ask.slots, luck, fits, pinned)
    names = sides.phase.control, next(each for each in sides.phase.recipes if each != sides.phase.control)
    slate = one._replace(
        level=max(one.level, other.level, key=_LEVELS.index),
        placements=tuple(_placement(sides, slot, pick, lists) for slot, pick in enumerate(picks, start=1)),
        read=None,
        short="" if len(picks) == sides.ask.slots else f"only {len(picks)} of what both versions know fit here",
    )
    slate = _with_others(sides, slate, other)
    teams = tuple(None if pick.team is None else names[pick.team] for pick in picks)
    return Filled(slate, sides.control, experiments, sides.other, teams)


def _common(sides: Sides, slate: Slate, part: Part) -> dict[int, Placement]:
    """Return a side's placements in its order, by place in control's catalogue, as far as both sides know them."""
    if part is sides.control:
        known = sides.other.serving.model.catalog.contents.ids
        content = part.serving.renderer.content
        return {each.content: each for each in slate.placements if known.find(content(each.content).content_id) >= 0}
    find, content = sides.control.serving.model.catalog.contents.ids.find, part.serving.renderer.content
    places = ((find(content(each.content).content_id), each) for each in slate.placements)
    return {place: each for place, each in places if place >= 0}


def _with_others(sides: Sides, slate: Slate, other: Slate) -> Slate:
    """Return the slate with what only the other side had considered of it, with that side's score and ranks."""
    missing = [each for each in slate.placements if not (slate.considered == each.content).any()]
    if not missing:
        return slate
    find, ids = sides.other.serving.model.catalog.contents.ids.find, sides.control.serving.renderer.content
    places = [int(np.argmax(other.considered == find(ids(each.content).content_id))) for each in missing]
    nothing = np.full(len(missing), np.nan, np.float32)
    ranks = {
        name: np.concatenate([each, other.ranks[name][places] if name in other.ranks else nothing])
        for name, each in slate.ranks.items()
    }
    considered = np.array([each.content for each in missing], np.int32)
    scores = np.array([each.score for each in missing])
    return slate._replace(
        considered=np.concatenate([slate.considered, considered]),
        scores=np.concatenate([slate.scores, scores]),
        ranks=ranks,
    )


def _rules(sides: Sides, own: Mapping[int, Placement], union: Sequence[int]) -> tuple[Fits, dict[int, int]]:
    """Return whether the rules let a content come next, and what stands pinned by slot, as control has them."""
    serving = sides.control.serving
    ids = [serving.renderer.content(each).content_id for each in union]
    asked = replace(sides.ask, candidates=tuple(ids))
    # Scores do not matter here, so the step that computes none will do.
    wanted = replace(sides.control.wanted, asks=(asked,), best=ServiceLevel.SAFETY_LIST)
    found = choice(serving.model, sides.state, wanted, serving.live)
    if found is None:
        return anything, {}
    places = {content: place for place, content in enumerate(found.step.pool.contents.tolist())}

    def fits(placed: Sequence[int], content: int) -> bool:
        place = places.get(content)
        return place is not None and bool(found.mask([places[each] for each in placed])[place])

    slots = {each.slot: content for content, each in own.items()}
    return fits, {slot: slots[slot] for slot in found.pinned if slot in slots}


def _placement(sides: Sides, slot: int, pick: Pick, lists: Sequence[Mapping[int, Placement]]) -> Placement:
    """Return what a pick puts into a slot; its propensities are those over the coins, given both lists."""
    product = int(sides.control.serving.model.catalog.contents.product[pick.content])
    own = lists[pick.team or 0].get(pick.content) or lists[1 - (pick.team or 0)][pick.content]
    return Placement(slot, pick.content, product, own.score, pick.propensity, pick.prefix)
