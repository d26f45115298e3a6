"""Last touched: the person's own latest products first, then what is popular."""

import numpy as np

from slotwise.decision import Decision, Wanted
from slotwise.live import Live
from slotwise.model import Model
from slotwise.person import PersonState
from training.baselines import Contender, candidates, in_order
from training.baselines.popular import PopularBaseline


class LastTouchedBaseline(Contender):
    """The history backwards; where a rule forbids what was touched, this is `popular`."""

    name = "last_touched"
    title = "Last touched"

    def decide(self, model: Model, state: PersonState, wanted: Wanted, live: Live) -> Decision:
        """Decide by the person's history alone."""
        find = model.catalog.products.ids.index
        latest = dict.fromkeys(find[each.product] for each in reversed(state.history) if each.product in find)
        own = model.catalog.contents_of(np.array(list(latest), np.int32))
        popular = PopularBaseline().decide(model, state, wanted, live).slates[0]
        # Of the popular ones the slate's own order is that of their scores.
        others = popular.considered[np.argsort(-popular.scores, kind="stable")]
        allowed = candidates(model, wanted.asks[0], live)
        ordered = np.array(list(dict.fromkeys([*own.tolist(), *others.tolist()])), np.int32)
        return in_order(model, state, wanted, live, ordered[np.isin(ordered, allowed)])
