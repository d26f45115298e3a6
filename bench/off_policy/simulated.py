"""The simulated world of an operator's own channels: real contents, persons and scenes, clicks by its hidden truth.

Clicks are drawn from the world's own chances (attraction times how likely a slot is looked at); champion and candidates
score all contents that a touchpoint may show, and the very policy that serves draws and tells probabilities. A log is a
draw of persons with replacement, each with some visits.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.off_policy.worlds import CANDIDATES, SKILL, Drawn, Floats, World, beliefs
from slotwise.off_policy.logged import Logged, Target
from slotwise.off_policy.reward_model import RewardModel, cross_fitted
from slotwise.policies import Fixed
from slotwise.policies.plackett_luce import PlackettLuce
from training.simulate import World as Channels
from training.simulate import simulate
from training.simulate.attraction import examination

SLOTS, VISITS = 3, 25
_ODDS = 0.7
"""Standard deviation of scores over the policy's temperature: how sure of itself a version is."""


class SimulatedWorld(World):
    """Requests of one touchpoint, with every version's probabilities of every content there."""

    def __init__(self, folder: Path, touchpoint: str = "app.home.banner", requests: int = 800, seed: int = 3):
        if not (folder / "events.parquet").is_file():
            simulate(folder, 1_000, 7, seed)
        chance = np.random.default_rng(seed)
        self.clicks = _clicks(Channels.of(folder), touchpoint, requests, seed)
        self.size = self.clicks.shape[1]
        odds = np.log(self.clicks / (1 - self.clicks))
        examined = examination(np.arange(1, SLOTS + 1))
        self.examined = examined
        self.policies = {
            name: _Policy(PlackettLuce(explore=1.0, temperature=1 / _ODDS), beliefs(odds, skill, chance))
            for name, skill in SKILL.items()
        }
        self.truth = {
            name: float((each.by_slot * self.clicks[:, None, :] * examined[:, None]).sum(axis=(1, 2)).mean())
            for name, each in self.policies.items()
        }

    def log(self, seed: int) -> Drawn:
        """Draw as many persons as there are requests, each with all their visits."""
        chance, count = np.random.default_rng([seed, 12]), len(self.clicks)
        chosen = chance.integers(0, count, count)
        request = np.repeat(chosen, VISITS)
        champion = self.policies["champion"]
        slate = champion.draw(request, chance)
        clicked = chance.random(slate.shape) < self.clicks[request[:, None], slate] * self.examined
        decision = np.repeat(np.arange(len(request)), SLOTS)
        person = np.repeat(np.arange(count), VISITS * SLOTS)
        slot = np.tile(np.arange(1, SLOTS + 1), len(request))
        item, prefix, _ = champion.of(request, slate)
        logged = Logged(decision, person, slot, clicked.ravel().astype(float), item, prefix)
        model = cross_fitted(logged, slate.ravel(), self.size)
        targets = {name: self._target(self.policies[name], request, slate, logged, model) for name in CANDIDATES}
        return Drawn(logged, targets)

    def _target(
        self, policy: "_Policy", request: NDArray[np.intp], slate: NDArray[np.intp], logged: Logged, model: RewardModel
    ) -> Target:
        item, prefix, following = policy.of(request, slate, model.lift[model.fold[::SLOTS]])
        rate = model.rate[model.fold, logged.slot - 1]
        lifted = np.einsum("rsm,fm->rsf", policy.by_slot, model.lift)
        expected = rate * lifted[np.repeat(request, SLOTS), logged.slot - 1, model.fold]
        return Target(item, prefix, model.predicted(logged, slate.ravel()), expected, rate * following)


class _Policy:
    """A version's policy over all requests: by_slot float64 (requests, slots, m) by its own word, weights to draw."""

    def __init__(self, policy: PlackettLuce, scores: Floats):
        everything, nothing = Fixed(np.ones(scores.shape[1], bool)), np.zeros(scores.shape[1], bool)
        self.policy, self.scores = policy, scores
        self.by_slot = np.stack([policy.marginals(row, nothing, SLOTS, everything) for row in scores])
        self.weights = np.exp((scores - scores.max(axis=1, keepdims=True)) / policy.temperature)

    def draw(self, request: NDArray[np.intp], chance: np.random.Generator) -> NDArray[np.intp]:
        """Return int64 (n, slots): slates of requests, drawn as the policy draws where all slates are explored."""
        luck = self.weights[request] / chance.exponential(size=(len(request), self.weights.shape[1]))
        best = np.argpartition(-luck, SLOTS, axis=1)[:, :SLOTS]
        order = np.argsort(-np.take_along_axis(luck, best, axis=1), axis=1)
        return np.take_along_axis(best, order, axis=1)

    def of(
        self, request: NDArray[np.intp], slate: NDArray[np.intp], lift: Floats | None = None
    ) -> tuple[Floats, Floats, Floats]:
        """Return by slot, by prefix, and, with lift (n, m), its mean over what comes next: float64 (n * slots,)."""
        rows = np.arange(SLOTS)
        own = np.take_along_axis(self.weights[request], slate, axis=1)
        taken = np.concatenate([np.zeros((len(slate), 1)), np.cumsum(own, axis=1)[:, :-1]], axis=1)
        left = self.weights.sum(axis=1)[request][:, None] - taken
        prefix = np.cumprod(own / left, axis=1)
        following = np.zeros_like(prefix)
        if lift is not None:
            gains = own * np.take_along_axis(lift, slate, axis=1)
            gone = np.concatenate([np.zeros((len(slate), 1)), np.cumsum(gains, axis=1)[:, :-1]], axis=1)
            following = (np.einsum("nm,nm->n", self.weights[request], lift)[:, None] - gone) / left
        return self.by_slot[request[:, None], rows, slate].ravel(), prefix.ravel(), following.ravel()


def _clicks(world: Channels, touchpoint: str, count: int, seed: int) -> Floats:
    """Chance of a click on each content that is looked at, float64 (requests, m), for requests of one day."""
    found = []
    for request in world.requests(count * 6, seed):
        contents = world.eligible(touchpoint, world.end_ms)
        if touchpoint in request.touchpoints and len(found) < count:
            found.append(world.click_probability(request, touchpoint, contents))
    return np.stack(found)
