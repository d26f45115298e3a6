"""Popular: what most persons wanted lately, the same for everybody."""

from dataclasses import replace

from slotwise.decision import Decision, ServiceLevel, Wanted
from slotwise.engine import decide
from slotwise.live import Live
from slotwise.model import Model
from slotwise.person import PersonState
from training.baselines import Contender


class PopularBaseline(Contender):
    """The step `popular` of the fallback ladder."""

    name = "popular"
    title = "Popular"

    def decide(self, model: Model, state: PersonState, wanted: Wanted, live: Live) -> Decision:
        """Decide without looking at the person."""
        return decide(model, state, replace(wanted, best=ServiceLevel.POPULAR), live)
