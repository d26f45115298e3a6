"""The policy that wrote the log: popularity-softmax mixed with uniform, drawn slot by slot, propensities exact."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from slotwise.chance import generator
from training.simulate.catalog import Catalog
from training.simulate.clock import FloatArray, IntArray
from training.simulate.effects import Effects
from training.simulate.surfaces import ABSENT

NAME = "popularity-softmax+uniform"
UNIFORM = 0.3
"""Share of draws that are uniform over what is left of the pool."""
SPREAD = 0.6
"""Standard deviation of the log of softmax weights: what editors believe to be popular."""
TRUST = 0.7
"""Weight of a product's true appeal in what the editors believe; the rest is error that changes weekly."""


@dataclass(frozen=True)
class LoggingPolicy:
    """One distribution a day and pool; K = days * n_pools distributions, C contents."""

    weight: FloatArray
    """Softmax probabilities, float64[K, C]; 0 where the content is not live or not of the pool."""
    edges: FloatArray
    """Running sums of the live weights of all distributions, one after the other, distribution k offset by k."""
    member: IntArray
    """Content codes in the order of `edges`."""
    start: IntArray
    """First position of each distribution in `member`, int64[K + 1]."""
    n_pools: int

    @classmethod
    def of(cls, catalog: Catalog, effects: Effects, live: npt.NDArray[np.bool_], seed: int) -> "LoggingPolicy":
        """Build the policy; `live` is bool[days, C], the contents that may be shown on each day."""
        rng = generator("simulate", str(seed), "logging")
        appeal = effects.appeal[catalog.content_product]
        weeks = rng.normal(size=(len(live) // 7 + 1, len(appeal)))
        belief = SPREAD * (TRUST * appeal / appeal.std() + (1 - TRUST) * weeks)
        raw = np.exp(belief)[np.arange(len(live)) // 7]
        weight = (raw[:, None, :] * (live[:, None, :] & catalog.in_pool[None])).reshape(-1, len(appeal))
        weight = weight / weight.sum(axis=1, keepdims=True)
        key, member = np.nonzero(weight)
        start = np.searchsorted(key, np.arange(len(weight) + 1))
        sums = np.cumsum(weight, axis=1)[key, member]
        return cls(weight, key + np.minimum(sums, 1 - 1e-12), member, start, len(catalog.pools))

    def draw(self, day: IntArray, pool: IntArray, rng: np.random.Generator) -> tuple[IntArray, FloatArray]:
        """Fill all places of n pages without repeats; place j is drawn from what places before j left over.

        `day` is int64[n]; `pool` is int64[n, M], ABSENT where a page has no such place. Returns contents,
        int64[n, M] (ABSENT where nothing is shown), and propensities, float64[n, M]: the exact chance of the
        content in this place given the places before it on the page, under the mixture.
        """
        content = np.full(pool.shape, ABSENT)
        propensity = np.full(pool.shape, np.nan)
        for place in range(pool.shape[1]):
            rows = np.nonzero(pool[:, place] != ABSENT)[0]
            key = day[rows] * self.n_pools + pool[rows, place]
            drawn = content[rows, :place]
            taken = np.where(drawn != ABSENT, self.weight[key[:, None], drawn], 0.0)
            left = self.start[key + 1] - self.start[key] - np.count_nonzero(taken, axis=1)
            chosen = self._one(key, drawn, left, rng)
            softmax = self._weight_of(key, chosen) / np.maximum(1.0 - taken.sum(axis=1), 1e-300)
            content[rows, place] = chosen
            share = (1 - UNIFORM) * softmax + UNIFORM / np.maximum(left, 1)
            propensity[rows, place] = np.where(chosen == ABSENT, np.nan, share)
        return content, propensity

    def _one(self, key: IntArray, drawn: IntArray, left: IntArray, rng: np.random.Generator) -> IntArray:
        """Draw one content a row outside `drawn`; a refused draw is repeated inside the same part of the mixture."""
        chosen = np.full(len(key), ABSENT)
        uniform = rng.random(len(key)) < UNIFORM
        todo = np.nonzero(left > 0)[0]
        while len(todo):
            chance = rng.random(len(todo))
            k, size = key[todo], self.start[key[todo] + 1] - self.start[key[todo]]
            flat = self.start[k] + (chance * size).astype(np.int64)
            steep = np.minimum(np.searchsorted(self.edges, k + chance, side="right"), self.start[k + 1] - 1)
            chosen[todo] = self.member[np.where(uniform[todo], flat, steep)]
            todo = todo[(drawn[todo] == chosen[todo, None]).any(axis=1)]
        return chosen

    def _weight_of(self, key: IntArray, content: IntArray) -> FloatArray:
        return np.where(content == ABSENT, 0.0, self.weight[key, content])
