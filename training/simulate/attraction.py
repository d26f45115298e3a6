"""How much a person is drawn to a product and to a content right now: the truth that models try to learn.

All terms are log-odds. The truth is a sum of hidden effects (effects.py), the person's hidden taste and their state;
it uses no counts, rates or embeddings of the kind that a ranker computes from a log.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from training.simulate.catalog import Catalog
from training.simulate.clock import DAY_MS, FloatArray, IntArray, local_hour
from training.simulate.effects import POSITION_BIAS, Effects
from training.simulate.facts import LEFT_DAYS
from training.simulate.persons import Persons
from training.simulate.state import State

TASTE, NEED, WEAR = 0.42, 0.42, 0.25
"""Weights of taste (per standard deviation), of a need of strength 1, and of log(1 + decayed exposures)."""
LEFT, LEFT_BROADBAND = 0.5, 0.75
"""Pull of the category whose process was left midway."""
OWNED, SINGLE_OWNED = -3.0, -0.8
"""A product that the person holds already; another product of a category of which one is enough."""


@dataclass(frozen=True)
class Attraction:
    """The truth for one set of persons; `who` always indexes rows of `persons` and `state`."""

    catalog: Catalog
    effects: Effects
    persons: Persons
    state: State

    @cached_property
    def liking(self) -> FloatArray:
        """What does not change: taste and appeal, float64[n, P]."""
        return TASTE * self.persons.taste @ self.effects.traits.T + self.effects.appeal

    @cached_property
    def interest(self) -> FloatArray:
        """How likely a new need is of a category, float64[n, G], rows sum to 1."""
        group = self.catalog.product_category
        sums = np.zeros((len(self.liking), len(self.catalog.categories)))
        np.add.at(sums.T, group, np.exp(2.0 * self.liking).T)
        return sums / sums.sum(axis=1, keepdims=True)

    @cached_property
    def left_boost(self) -> FloatArray:
        """Pull of a process left midway, by category, float64[G]."""
        return np.array([LEFT_BROADBAND if name == "broadband" else LEFT for name in self.catalog.categories])

    @cached_property
    def is_single(self) -> FloatArray:
        """1 for products of categories of which one is enough, float64[P]."""
        return np.array([float(facts.single) for facts in self.catalog.category_facts])[self.catalog.product_category]

    def rows(self, who: IntArray, at_ms: IntArray) -> "Attraction":
        """Return the truth of the chosen persons as of `at_ms`, int64[len(who)], not before the state's own moment."""
        state = self.state.rows(who)
        state.decay(np.arange(len(who)), at_ms)
        return Attraction(self.catalog, self.effects, self.persons.rows(who), state)

    def left(self, who: IntArray, at_ms: IntArray) -> FloatArray:
        """Return 1 where a process of the category is open, float64[len(who), G]."""
        left_at = self.state.left_at[who]
        return ((left_at > 0) & (at_ms[:, None] - left_at < LEFT_DAYS * DAY_MS)).astype(np.float64)

    def holds_single(self, who: IntArray) -> FloatArray:
        """Return 1 where the person holds a product of a category of which one is enough, float64[len(who)]."""
        return np.any(self.state.owned[who] & (self.is_single > 0), axis=1).astype(np.float64)

    def pull(self, who: IntArray, at_ms: IntArray, scene: IntArray) -> FloatArray:
        """Return the log-odds by which each product draws each row's person, float64[len(who), P]."""
        by_group = (
            NEED * self.state.need[who] + self.left_boost * self.left(who, at_ms) + self.effects.hour[local_hour(at_ms)]
        )
        pull = self.liking[who] + self.effects.scene[scene] + by_group[:, self.catalog.product_category]
        return pull + OWNED * self.state.owned[who] + SINGLE_OWNED * self.holds_single(who)[:, None] * self.is_single

    def click_chance(
        self, pull: FloatArray, row: IntArray, who: IntArray, touchpoint: IntArray, content: IntArray
    ) -> FloatArray:
        """Return the chance of a click on a content that is looked at, float64[n], before position bias.

        `pull` is the matrix of `pull()`; `row` says which of its rows each of the n placements uses.
        """
        product = self.catalog.content_product[content]
        odds = pull[row, product] + self.effects.touchpoint[touchpoint] + self.effects.creative[content]
        odds += self.effects.page[touchpoint, self.catalog.product_category[product]]
        odds -= WEAR * np.log1p(self.state.wear[who, content])
        return 1.0 / (1.0 + np.exp(-odds))


def examination(slot: IntArray) -> FloatArray:
    """Return the chance that 1-based slots are looked at, relative to slot 1, float64[n]."""
    return POSITION_BIAS[np.minimum(slot, len(POSITION_BIAS)) - 1]
