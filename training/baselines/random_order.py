"""Random: any order of what may be shown."""

from slotwise import chance
from slotwise.decision import Decision, Wanted
from slotwise.live import Live
from slotwise.model import Model
from slotwise.person import PersonState
from training.baselines import Contender, candidates, in_order

_SPARE = 20
"""Contents drawn for every slot, so that the rules leave enough."""


class RandomBaseline(Contender):
    """Drawn evenly, by the seed of the decision."""

    name = "random"
    title = "Random"

    def decide(self, model: Model, state: PersonState, wanted: Wanted, live: Live) -> Decision:
        """Decide by chance."""
        ask = wanted.asks[0]
        drawn = chance.generator("random baseline", wanted.seed).permutation(candidates(model, ask, live))
        return in_order(model, state, wanted, live, drawn[: ask.slots * _SPARE])
