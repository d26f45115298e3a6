"""A small world in which every slate can be counted: eight contents, three slots, exact probabilities and values.

Persons come several times and click more or less than others. With `leaving` they go away after a click more often than
not, so that what stands above a slot matters to it and item-position estimates are wrong.
"""

from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from bench.off_policy.worlds import CANDIDATES, SKILL, Drawn, Floats, World, beliefs
from slotwise.off_policy.logged import Logged, Target
from slotwise.off_policy.reward_model import RewardModel, cross_fitted
from slotwise.policies import Fixed, Policy
from slotwise.policies.plackett_luce import PlackettLuce

CONTEXTS, CONTENTS, SLOTS, VISITS = 12, 8, 3, 4
EXAMINED = np.array([1.0, 0.5, 0.35])
ACTIVITY = np.array([0.5, 1.5])
"""Half of the persons click so much more or less than their context says."""
SLATES = np.array(list(permutations(range(CONTENTS), SLOTS)))


class SlateWorld(World):
    """Champion and candidates draw from the same contents by their own beliefs."""

    def __init__(self, leaving: float = 0.0, persons: int = 4_000, seed: int = 5):
        self.leaving, self.persons = leaving, persons
        self.reading = "prefix" if leaving else "checks"
        # Where the whole prefix has to be shown alike, versions must not be far apart.
        explore, temperature = (1.0, 1.5) if leaving else (0.8, 1.0)
        chance = np.random.default_rng(seed)
        self.attraction = 1 / (1 + np.exp(-(chance.normal(size=(CONTEXTS, CONTENTS)) - 1.5)))
        odds = np.log(self.attraction / (1 - self.attraction))
        self.policies = {
            name: _Policy(
                PlackettLuce(1.0 if name == "champion" else explore, temperature, 0.05), beliefs(odds, skill, chance)
            )
            for name, skill in SKILL.items()
        }
        worth = self._clicks(np.arange(CONTEXTS), SLATES).sum(axis=2)
        self.truth = {name: float((each.slate * worth).sum(axis=1).mean()) for name, each in self.policies.items()}

    def _clicks(self, contexts: NDArray[np.intp], slates: NDArray[np.intp]) -> Floats:
        """Mean clicks by context, slate and slot, over both kinds of persons."""
        found = np.zeros((len(contexts), len(slates), SLOTS))
        for activity in ACTIVITY:
            chance = self._chance(self.attraction[contexts[:, None, None], slates[None]], activity)
            stays = np.cumprod(1 - self.leaving * chance, axis=2)
            found += chance * np.concatenate([np.ones_like(stays[:, :, :1]), stays[:, :, :-1]], axis=2) / len(ACTIVITY)
        return found

    def _chance(self, attraction: Floats, activity: float | Floats) -> Floats:
        found: Floats = np.minimum(attraction * EXAMINED * activity, 1.0)
        return found

    def log(self, seed: int) -> Drawn:
        """Draw `persons` persons with four visits each."""
        chance = np.random.default_rng([seed, 11])
        person = np.repeat(np.arange(self.persons), VISITS)
        context = chance.integers(0, CONTEXTS, self.persons)[person]
        activity = ACTIVITY[chance.integers(0, 2, self.persons)][person]
        champion = self.policies["champion"]
        place = (chance.random(len(person))[:, None] > champion.edges[context]).sum(axis=1)
        slate = SLATES[np.minimum(place, len(SLATES) - 1)]
        clicks = self._drawn(self._chance(self.attraction[context[:, None], slate], activity[:, None]), chance)
        decision = np.repeat(np.arange(len(person)), SLOTS)
        item, prefix = champion.of(context, slate)
        logged = Logged(decision, person[decision], np.tile(np.arange(1, SLOTS + 1), len(person)), clicks, item, prefix)
        model = cross_fitted(logged, slate.ravel(), CONTENTS)
        targets = {name: self._target(self.policies[name], context, slate, logged, model) for name in CANDIDATES}
        return Drawn(logged, targets)

    def _drawn(self, chance_of: Floats, chance: np.random.Generator) -> Floats:
        """Clicks slot by slot; who clicks may leave."""
        here, found = np.ones(len(chance_of), bool), np.zeros(chance_of.shape)
        for slot in range(SLOTS):
            clicked = here & (chance.random(len(here)) < chance_of[:, slot])
            found[:, slot] = clicked
            here &= ~(clicked & (chance.random(len(here)) < self.leaving))
        return found.ravel()

    def _target(
        self, policy: "_Policy", context: NDArray[np.intp], slate: NDArray[np.intp], logged: Logged, model: RewardModel
    ) -> Target:
        item, prefix = policy.of(context, slate)
        fold, slot = model.fold, logged.slot - 1
        lift, rows = model.lift[fold], np.repeat(context, SLOTS)
        rate = model.rate[fold, slot]
        expected = rate * (policy.by_slot[rows, slot] * lift).sum(axis=1)
        following = rate * (policy.following(context, slate) * lift).sum(axis=1)
        return Target(item, prefix, model.predicted(logged, slate.ravel()), expected, following)


class _Policy:
    """Every probability of a policy in every context, by the policy's own word.

    first (C, m), second (C, m, m), third (C, m, m, m): what comes next after what; slate (C, slates); by_slot
    (C, slots, m).
    """

    def __init__(self, policy: Policy, scores: Floats):
        fresh, mask = np.arange(CONTENTS) == 0, Fixed(np.ones(CONTENTS, bool))
        shape = (CONTEXTS, *[CONTENTS] * SLOTS)
        self.first, self.second, self.third = (np.zeros(shape[: slot + 2]) for slot in range(SLOTS))
        for context, row in enumerate(scores):
            self.first[context] = policy.following(row, fresh, [], mask)
            for one in range(CONTENTS):
                self.second[context, one] = policy.following(row, fresh, [one], mask)
            for one, two in permutations(range(CONTENTS), 2):
                self.third[context, one, two] = policy.following(row, fresh, [one, two], mask)
        pairs = self.first[:, :, None] * self.second
        slates = pairs[..., None] * self.third
        one, two, three = SLATES.T
        self.slate = slates[:, one, two, three]
        self.edges = np.cumsum(self.slate, axis=1)
        self.by_slot = np.stack([self.first, pairs.sum(axis=1), slates.sum(axis=(1, 2))], axis=1)
        self.pairs, self.slates = pairs, slates

    def of(self, context: NDArray[np.intp], slate: NDArray[np.intp]) -> tuple[Floats, Floats]:
        """Return the probabilities of slates by slot and by prefix, float64 (n * slots,) each."""
        one, two, three = slate.T
        item = self.by_slot[context[:, None], np.arange(SLOTS), slate]
        prefix = [self.first[context, one], self.pairs[context, one, two], self.slates[context, one, two, three]]
        return item.ravel(), np.column_stack(prefix).ravel()

    def following(self, context: NDArray[np.intp], slate: NDArray[np.intp]) -> Floats:
        """Return float64 (n * slots, m): what comes next at each slot after what was shown before."""
        one, two, _ = slate.T
        found = np.stack([self.first[context], self.second[context, one], self.third[context, one, two]], axis=1)
        return found.reshape(-1, CONTENTS)
