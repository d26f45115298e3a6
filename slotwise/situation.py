"""Situation: who a decision is for and what they are in the middle of: facts, the scene found from them, the moment."""

from dataclasses import dataclass

from slotwise import facets, moment
from slotwise.decision import Wanted
from slotwise.facets import Facts
from slotwise.live import Live
from slotwise.model import Model
from slotwise.moment import Moment
from slotwise.person import PersonState
from slotwise.standing import Standing


@dataclass(frozen=True)
class Situation:
    """A person in a scene at a moment; `facts` are all that conditions may read, by their full names."""

    facts: Facts
    scene: str | None
    moment: Moment


def situation(model: Model, state: PersonState, wanted: Wanted, live: Live) -> Situation:
    """Return the situation of a person of whom `state` may be read."""
    given = facets.facts(wanted.context, state.attributes)
    seen = moment.of_state(state, wanted.now, given, live.catalog, model.facets)
    seen.standing = Standing(model.plan, seen, live.catalog, given, state.person_id)
    known = seen.standing.facts
    scene = wanted.scene or model.scenes.detect(known, given)
    if scene is not None:
        known["scene"] = scene
        model.facets.set_value(seen.facets, "scene", scene)
    return Situation(known, scene, seen)


def nobodys(model: Model, wanted: Wanted) -> Situation:
    """Return the situation of nobody in particular, for when state or context cannot be read: the given scene only."""
    given = facets.with_scene({}, wanted.scene)
    seen = moment.blank(wanted.now, model.facets.encode(given), model.facets.measure(given))
    seen.standing = Standing(model.plan, seen, model.catalog, given)
    return Situation(seen.standing.facts, wanted.scene, seen)
