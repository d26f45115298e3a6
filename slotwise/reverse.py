"""Reverse ranking: how well one product suits a person, by the same models and rules as a decision.

The product's contents are scored for the person beside a few others that stand for what else could be shown there.
A ranker's scores compare candidates of one request, not persons, so persons are compared by how the product does among
the others: `preference` is the mean over them of 1 / (1 + exp(other - product)), the chance that the model puts the
product before one of them (the pairwise model that LambdaMART fits: Burges 2010, MSR-TR-2010-82).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from slotwise.begun import begin
from slotwise.counts import EXPOSURES, HALFLIVES
from slotwise.decision import Ask, ServiceLevel, Wanted
from slotwise.errors import AudienceError, UnknownProductError, UnknownTouchpointError
from slotwise.events import KIND_CODE, EventType
from slotwise.live import Live
from slotwise.model import Model
from slotwise.person import PersonState

OTHERS = 20
"""Contents that stand for what else could be shown: the most shown ones of other products."""
_EVER = len(HALFLIVES) - 1
_CONVERT = KIND_CODE[EventType.CONVERT]


class Suits(NamedTuple):
    """How well the product suits a person: `preference` in (0, 1), and which of its contents does best."""

    preference: float
    content: int
    level: ServiceLevel


@dataclass(frozen=True)
class Reverse:
    """A product on a touchpoint at a moment, ms UTC; `touchpoint` and `product` are places in the catalogue."""

    model: Model
    live: Live
    product: int
    touchpoint: int
    now: int

    @classmethod
    def of(cls, model: Model, live: Live, product_id: str, now: int, touchpoint: str | None = None) -> "Reverse":
        """Return the product on a touchpoint, by default the one where its contents are shown and clicked most.

        Raises UnknownProductError, UnknownTouchpointError, or AudienceError when no content of it can be shown.
        """
        catalog = live.catalog
        product = catalog.products.ids.find(product_id)
        if product < 0:
            raise UnknownProductError("the live catalogue has no such product", given=product_id)
        if touchpoint is not None and catalog.touchpoint(touchpoint) < 0:
            raise UnknownTouchpointError("there is no such touchpoint", given=touchpoint)
        places = range(len(catalog.touchpoints)) if touchpoint is None else [catalog.touchpoint(touchpoint)]
        fits = [place for place in places if _contents(model, live, product, place).size]
        if not fits:
            raise AudienceError("no content of the product may be shown there now", given=product_id)
        return cls(model, live, product, max(fits, key=lambda place: (_used(model, live, place), -place)), now)

    def suits(self, state: PersonState) -> Suits | None:
        """Return how well the product suits a person; None for somebody who owns it or may not see it there now.

        Consent, caps, holdouts and all other rules hold as in a decision.
        """
        wanted = Wanted((self._ask,), self.now, "reverse", self._context)
        begun = begin(self.model, state, wanted, self.live)
        seen = begun.situation.moment
        if (
            np.any(seen.products[seen.kinds == _CONVERT] == self.product)
            or begun.ladder.eligible.verdict(self._ask).shut
        ):
            return None
        step = begun.ladder.climb(self._ask)
        mine = step.open & (step.pool.products == self.product)
        others = step.scores[step.open & ~mine]
        if not mine.any():
            return None
        best = int(np.flatnonzero(mine)[np.argmax(step.scores[mine])])
        # Without anything beside it a product is neither preferred nor not.
        preference = float(expit(step.scores[best] - others).mean()) if len(others) else 0.5
        return Suits(preference, int(step.pool.contents[best]), step.level)

    @cached_property
    def _ask(self) -> Ask:
        catalog = self.live.catalog
        mine = _contents(self.model, self.live, self.product, self.touchpoint)
        open_ = self.model.open_contents(self.touchpoint, self.live) & (catalog.contents.product != self.product)
        shown = self.live.total(EXPOSURES, _EVER)[catalog.contents.product]
        others = np.flatnonzero(open_)
        others = others[np.argsort(-shown[others], kind="stable")]
        # One content a product: else one popular product would stand for all that there is.
        others = others[np.sort(np.unique(catalog.contents.product[others], return_index=True)[1])][:OTHERS]
        names = tuple(catalog.contents.ids[place] for place in [*mine.tolist(), *others.tolist()])
        return Ask(catalog.touchpoints[self.touchpoint].touchpoint, 1, candidates=names)

    @cached_property
    def _context(self) -> dict[str, str | float]:
        place = self.live.catalog.touchpoints[self.touchpoint]
        return {name: value for name, value in (("channel", place.channel), ("page", place.page)) if value}


def _contents(model: Model, live: Live, product: int, touchpoint: int) -> NDArray[np.intp]:
    return np.flatnonzero(model.open_contents(touchpoint, live) & (live.catalog.contents.product == product))


def _used(model: Model, live: Live, touchpoint: int) -> float:
    """How much is clicked on a touchpoint: the sum of its facet's clicks, 0 where none are kept by touchpoint."""
    place = model.facets.place("touchpoint")
    if place < 0:
        return 0.0
    facet, name = model.facets.fields[place], live.catalog.touchpoints[touchpoint].touchpoint
    if name not in facet.values:
        return 0.0
    row = int(model.facets.offsets[place]) + facet.values.index(name)
    return float(live.counts.clicks[row].sum())
