"""Popular in the scene: what most persons wanted lately in situations and segments like this."""

from dataclasses import replace

from slotwise.decision import Decision, ServiceLevel, Wanted
from slotwise.engine import decide
from slotwise.live import Live
from slotwise.model import Model
from slotwise.person import PersonState
from training.baselines import Contender


class PopularInSceneBaseline(Contender):
    """The step `popular_in_scene` of the fallback ladder."""

    name = "popular_in_scene"
    title = "Popular in scene"

    def decide(self, model: Model, state: PersonState, wanted: Wanted, live: Live) -> Decision:
        """Decide by scene and segment."""
        return decide(model, state, replace(wanted, best=ServiceLevel.POPULAR_IN_SCENE), live)
