"""Interleaving against A/B: how many persons either needs in a month to tell the same two versions apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.stats import norm

from slotwise.chance import generator
from slotwise.decision import ServiceLevel
from slotwise.policies.greedy import Greedy
from training.dataset import load
from training.defaults import options_for
from training.fit import train
from training.simulate.clock import FloatArray, IntArray
from training.simulate.closed_loop import Claim, Figure, Shown, Watch
from training.simulate.closed_loop.optimised import saved
from training.simulate.closed_loop.over_seeds import mean, ratio
from training.simulate.closed_loop.rivals import SLOTS, Month, Rivals, alone, drafts, month_of, ranked
from training.simulate.run import simulate
from training.simulate.world import World
from training.states import States

RUNS = 2_000
"""Experiments by which power is checked."""
ALPHA, POWER = 0.05, 0.8
PAIRS = {"blend": ServiceLevel.BLEND, "scene": ServiceLevel.POPULAR_IN_SCENE, "popular": ServiceLevel.POPULAR}
"""What the ranker is compared with: the blend of ranks, what is popular in the scene, and what is popular at all."""
_BOTH = norm.ppf(1 - ALPHA / 2) + norm.ppf(POWER)


@dataclass(frozen=True)
class Days:
    """What n persons would click in a month: r requests, s slots, k falls of the coins."""

    person: IntArray
    """(r,): codes 0 ... n - 1."""
    decisions: IntArray
    """(n,): how many slates each person is shown; each is one of the person's requests."""
    own: FloatArray
    """(2, r, s): the chance of a click in each slot of either version's own slate."""
    mixed: FloatArray
    """(r, k, s): of the drafted slates."""
    credit: IntArray
    """(r, k, s): -1 to ONE, 1 to OTHER, 0 to nobody."""
    per_click: float = 0.0
    conversions: float = 0.0


class Interleaving(Claim):
    """Two versions rank for persons whose clicks are known: the persons that each way needs are counted.

    A/B: two groups, two-sided at 5 % with 80 % power, on clicks a person, on the click rate (by person), and on
    conversions a person, which is what is shipped by. Interleaving: one group, the sign of every person, the sign test,
    whose plan is then held against simulated experiments of that size.
    """

    name = "interleaving"
    title = "Persons that interleaving needs in a month, of those that A/B needs for the same two versions"
    persons = 2_000

    def show(self, seed: int, persons: int, folder: Path, watch: Watch) -> Shown:
        """Return persons needed and the power they reached, by pair of versions."""
        watch("simulating the log", 0.0)
        simulate(folder / "log", persons, seed=seed)
        dataset, world = load(folder / "log"), World.of(folder / "log")
        watch("training", 0.1)
        # Sorted and without operators' rules: it is the rankings that are compared.
        model = replace(train(dataset, options_for(dataset)).model, policy=Greedy(), rulebook=None)
        states, month, found = States(dataset), month_of(world, folder / "log", seed), dict[str, float]()
        for number, (pair, best) in enumerate(PAIRS.items()):
            watch(f"a month with {pair}", 0.4 + 0.2 * number)
            rivals = ranked(world, states, month.asked, model, best)
            rng = generator("interleaving", str(seed), pair)
            told = needed(lived(rivals, month), rng) | {"optimised over draft": saved(rivals)}
            found |= {f"{pair}: {what}": value for what, value in told.items()}
        return found

    def figures(self, shown: Sequence[Shown]) -> list[Figure]:
        """Return the share of the persons by pair, and what it comes from."""
        rows = []
        for pair in PAIRS:
            ours, *others = ([each[f"{pair}: {how}"] for each in shown] for how in WAYS)
            for how, theirs in zip(WAYS[1:], others, strict=True):
                share = ratio(ours, theirs)
                what = f"ranker against {pair}: persons for interleaving over {how}"
                rows.append(Figure(what, *share, "<= 0.1", share[0] <= 0.1))
        return rows + [Figure(name, *mean([each[name] for each in shown])) for name in shown[0]]


WAYS = ("interleaving", "A/B on clicks", "A/B on the click rate", "A/B on conversions")


def lived(asked: Sequence[Rivals], month: Month) -> Days:
    """Return what would be clicked on the slates of two versions and of their drafts."""
    both = [drafts(each) for each in asked]
    person = np.array([each.person for each in asked])
    own = np.array([alone(each) for each in asked]).swapaxes(0, 1)
    mixed, credit = (np.array([each[side] for each in both]) for side in (0, 1))
    return Days(person, month.decisions, own, mixed, credit, month.per_click, month.conversions)


def needed(days: Days, rng: np.random.Generator) -> dict[str, float]:
    """Return the persons that each way needs, and the power that experiments of that size reached."""
    groups = [_clicks(days, each) for each in days.own]
    (one, var_one, slope_one), (other, var_other, slope_other) = groups
    shares = shares_of(days)
    decided = float(shares[0] + shares[2])
    preferred = float(shares[2]) / decided
    root = norm.ppf(1 - ALPHA / 2) / 2 + norm.ppf(POWER) * np.sqrt(preferred * (1 - preferred))
    interleaved = (root / (preferred - 0.5)) ** 2 / decided
    # Conversions vary as in the log, where most have nothing to do with any content.
    effects = ((1.0, var_one + var_other), (1.0, slope_one + slope_other), (days.per_click, 2 * days.conversions))
    found = [interleaved, *(2 * (_BOTH / ((other - one) * share)) ** 2 * wide for share, wide in effects)]
    return {
        **dict(zip(WAYS, map(float, found), strict=True)),
        "clicks a person": one,
        "relative effect": float(other / one - 1),
        "preference": preferred,
        "same side": float(np.sign(preferred - 0.5) == np.sign(other - one)),
        "power of interleaving": _power(shares, interleaved, rng),
    }


def _clicks(days: Days, own: FloatArray) -> tuple[float, float, float]:
    """Mean of clicks a person, their variance, and that of clicks less rate times slates (the delta method's)."""
    size, slates = len(days.decisions), days.decisions
    count = np.bincount(days.person, minlength=size)
    expected = np.bincount(days.person, own.sum(axis=1), size) / count
    within = np.bincount(days.person, (own * (1 - own)).sum(axis=1) + own.sum(axis=1) ** 2, size) / count - expected**2
    clicks = slates * expected
    rate = clicks.sum() / slates.sum()
    noise = float((slates * within).mean())
    return float(clicks.mean()), float(clicks.var()) + noise, float((clicks - rate * slates).var()) + noise


def shares_of(days: Days) -> FloatArray:
    """(3,): shares of persons who clicked more of ONE, as much of both, more of OTHER in a month of drafted slates."""
    count = np.bincount(days.person, minlength=len(days.decisions))
    slate = np.zeros((len(count), 2 * SLOTS + 1))
    np.add.at(slate, days.person, _balance(days).mean(axis=1))
    # A month is so many slates on end: the balance's distribution is a power of that of one, by Fourier transform.
    size = 2 * SLOTS * int(days.decisions.max()) + 1
    spectrum = np.fft.fft(slate / count[:, None], size, axis=1) ** days.decisions[:, None]
    months = np.maximum(np.fft.ifft(spectrum, axis=1).real, 0.0)
    side = np.sign(np.arange(size) - SLOTS * days.decisions[:, None])
    found: FloatArray = np.array([(months * (side == each)).sum(axis=1).mean() for each in (-1, 0, 1)])
    return found / found.sum()


def _balance(days: Days) -> FloatArray:
    """(r, k, 2 s + 1): the distribution of OTHER's clicks less ONE's on one drafted slate, from -s to s."""
    found = np.zeros((*days.mixed.shape[:2], 2 * SLOTS + 1))
    found[..., SLOTS] = 1.0
    for slot in range(SLOTS):
        chance, credit = days.mixed[..., slot, None], days.credit[..., slot, None]
        clicked = np.where(credit > 0, np.roll(found, 1, -1), np.where(credit < 0, np.roll(found, -1, -1), found))
        found = (1 - chance) * found + chance * clicked
    return found


def _power(shares: FloatArray, persons: float, rng: np.random.Generator) -> float:
    """Draw experiments with so many persons from the signs, and test those who preferred one."""
    less, _, more = rng.multinomial(round(persons), shares, RUNS).T
    return float(np.mean(np.abs(more - less) / np.sqrt(np.maximum(more + less, 1)) > norm.ppf(1 - ALPHA / 2)))
