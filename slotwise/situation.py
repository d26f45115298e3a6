"""Situation: who a decision is for and what they are in the middle of: facts, the scene found from them, the moment."""

from dataclasses import dataclass

from slotwise import facets, moment, person
from slotwise.decision import Wanted
from slotwise.facets import Facts
from slotwise.live import Live
from slotwise.model import Model
from slotwise.moment import Moment
from slotwise.person import PersonState


@dataclass(frozen=True)
class Situation:
    """A person in a scene at a moment; `facts` are all that conditions may read, by their full names."""

    facts: Facts
    scene: str | None
    moment: Moment


def situation(model: Model, state: PersonState, wanted: Wanted, live: Live) -> Situation:
    """Return the situation of a person of whom `state` may be read."""
    known: Facts = facets.facts(wanted.context, state.attributes, person.told(state, wanted.now))
    scene = wanted.scene or model.scenes.detect(known)
    known = facets.with_scene(known, scene)
    return Situation(known, scene, moment.of_state(state, wanted.now, known, live.catalog, model.facets))


def nobodys(model: Model, wanted: Wanted) -> Situation:
    """Return the situation of nobody in particular, for when state or context cannot be read: the given scene only."""
    known = facets.with_scene({}, wanted.scene)
    return Situation(
        known, wanted.scene, moment.blank(wanted.now, model.facets.encode(known), model.facets.measure(known))
    )
