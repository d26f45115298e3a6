"""decide(): the straight line from a person's state to the contents of every slot."""

from slotwise.begun import begin
from slotwise.decision import Decision, Wanted
from slotwise.filling import one_by_one
from slotwise.live import Live
from slotwise.model import Model
from slotwise.page import at_once
from slotwise.person import PersonState


def decide(model: Model, state: PersonState, wanted: Wanted, live: Live | None = None) -> Decision:
    """Return the slates of all touchpoints asked for. Pure: no network, no clock, chance only from `wanted.seed`.

    The same arguments give the same decision, bit by bit, as long as `wanted.expired` answers the same.
    Without `live` the world is as it was when the model was made. Never raises for what a person, a
    context or a rule brings along: the answer then stands on a lower step of the ladder, and says so.
    """
    begun = begin(model, state, wanted, live or model.start)
    slates = at_once(begun) or one_by_one(begun)
    return Decision(begun.situation.scene, tuple(slates), model.policy.to_json(), tuple(begun.ladder.notes))
