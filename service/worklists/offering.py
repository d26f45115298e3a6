"""Offering: what an agent is to speak about with a person, what it is worth, and why, by the models that serve."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.models import Serving
from service.reasons import reason
from service.worklists.remembering import done
from slotwise import person
from slotwise.catalog import Catalog
from slotwise.counts import CONVERSIONS, HALFLIVES, INTEREST
from slotwise.decision import Ask, Placement, ServiceLevel, Slate, Wanted
from slotwise.documents.staircases import Staircase
from slotwise.engine import decide
from slotwise.events import KIND_CODE, STRENGTH, EventType
from slotwise.explain import explain
from slotwise.live import Live
from slotwise.person import PersonState
from slotwise.policies.greedy import Greedy

POINTS = 3
"""Features that are told as reasons."""
_SHRINK = 50.0
"""Signs of interest by which a product's conversions are drawn towards those of all products."""
_LEAST, _MOST = 0.2, 5.0
"""Bounds of how much more, or less, the ranker may hold somebody likely to answer than a person unknown to it."""
_EVER = len(HALFLIVES) - 1


@dataclass(frozen=True)
class Offer:
    """A product to speak about. `value` is the expected value of the conversation in the product's currency."""

    product_id: str
    content_id: str
    chance: float
    value: float
    reason: dict[str, str]
    points: list[dict[str, Any]]


class Offering:
    """Makes offers with one model as of one moment, ms UTC."""

    def __init__(self, serving: Serving, staircase: Staircase, now: int):
        self.model, self.live, self.now = replace(serving.model, policy=Greedy()), serving.live, now
        self.staircase = staircase
        catalog = self.model.catalog
        self.products = set(of_category(catalog, staircase.category))
        promoted = [catalog.products.ids[code] in self.products for code in catalog.contents.product.tolist()]
        self.contents = tuple(catalog.contents.ids[code] for code in np.flatnonzero(promoted).tolist())
        self.rate = conversion_rate(self.live)
        self._usual: dict[str, float] = {}

    def offer(self, state: PersonState) -> Offer | None:
        """Return the best of the category's products for somebody, None where nothing may be offered to them."""
        wanted = self.wanted(self.contents)
        slate = self._slate(state, wanted)
        if slate is None:
            return None
        placed, catalog = slate.placements[0], self.model.catalog
        product, content = catalog.products.ids[placed.product], catalog.contents.ids[placed.content]
        chance = lifted(float(self.rate[placed.product]), self._lift(placed, content))
        price = float(catalog.products.price[placed.product])
        why = reason(self.model, slate, placed, bool(self.model.fresh(self.live)[placed.content]))
        return Offer(
            product,
            content,
            chance,
            chance * price if np.isfinite(price) else chance,
            {"code": why.code, "text": why.text},
            [*self._said(product), *self._did(state), *self._read(state, self.wanted((content,)))],
        )

    def wanted(self, candidates: tuple[str, ...]) -> Wanted:
        """Return what the engine is asked: one content for the agents' touchpoint."""
        ask = Ask(self.staircase.touchpoint, 1, candidates=candidates)
        return Wanted((ask,), self.now, self.staircase.staircase, {"channel": "agent"})

    def _slate(self, state: PersonState, wanted: Wanted) -> Slate | None:
        slates = decide(self.model, state, wanted, self.live).slates
        # A safety list answers where rules leave nothing: it keeps a page from being empty and is nothing to call for.
        good = slates and slates[0].placements and slates[0].level is not ServiceLevel.SAFETY_LIST
        return slates[0] if good else None

    def _lift(self, placed: Placement, content: str) -> float:
        """How many times as likely as somebody unknown the ranker holds this person to answer to the content."""
        if content not in self._usual:
            nobody = self._slate(person.empty(""), self.wanted((content,)))
            self._usual[content] = nobody.placements[0].score if nobody else placed.score
        return float(np.clip(_logistic(placed.score) / _logistic(self._usual[content]), _LEAST, _MOST))

    def _said(self, product: str) -> list[dict[str, Any]]:
        text = self.staircase.talking_points.get(product)
        return [{"text": text}] if text else []

    def _did(self, state: PersonState) -> list[dict[str, Any]]:
        text = done(state, self.products, self.model.catalog, self.staircase.hours.zone)
        return [{"text": text}] if text else []

    def _read(self, state: PersonState, wanted: Wanted) -> list[dict[str, Any]]:
        """The features that speak for the content most, as the ranker read them."""
        readings = explain(self.model, state, wanted, self.live).readings.get(self.staircase.touchpoint, [])
        features = self.model.features.features
        return [
            {
                "feature": features[place].name,
                "meaning": features[place].meaning.partition("\n")[0].rstrip("."),
                "unit": features[place].unit,
                "value": float(each.values[place]) if np.isfinite(each.values[place]) else None,
                "effect": float(each.effects[place]),
            }
            for each in readings[:1]
            for place in np.argsort(-each.effects, kind="stable")[:POINTS].tolist()
            if each.effects[place] > 0
        ]


def of_category(catalog: Catalog, category: str) -> list[str]:
    """Return the ids of all products of a category."""
    products = catalog.products
    if category not in products.categories:
        return []
    found = np.flatnonzero(products.category == products.categories.index(category))
    return [products.ids[code] for code in found.tolist()]


def conversion_rate(live: Live) -> NDArray[np.float64]:
    """Return float64 (n_products,), below 1: conversions a sign of interest, drawn towards those of all products.

    Interest is what the counts weigh by strength: looks, clicks and steps, and as one sign each the conversions, many
    of which no click led to. The posterior mean of a beta distribution whose prior is worth 50 signs.
    """
    conversions = live.total(CONVERSIONS, _EVER).astype(np.float64)
    own = conversions * float(STRENGTH[KIND_CODE[EventType.CONVERT]])
    signs = np.maximum(live.total(INTEREST, _EVER).astype(np.float64) - own, 0.0) + conversions
    overall = (conversions.sum() + 1.0) / (signs.sum() + 2.0)
    return np.asarray((conversions + _SHRINK * overall) / (signs + _SHRINK))


def lifted(rate: float, lift: float) -> float:
    """Return a chance whose odds are so many times those of a rate: below 1, however large the lift is."""
    return rate * lift / (1.0 - rate + rate * lift)


def _logistic(score: float) -> float:
    return float(1.0 / (1.0 + np.exp(-np.clip(score, -30, 30))))
