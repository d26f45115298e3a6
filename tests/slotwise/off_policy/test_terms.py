"""Every estimator gives the number of a plain loop over the rows, and where vw-estimators has it, that library's."""

import numpy as np
import pytest
from estimators.bandits import ips as vw_ips
from estimators.bandits import snips as vw_snips
from estimators.ccb import first_slot as vw_first_slot

from slotwise.off_policy.estimates import estimate
from slotwise.off_policy.logged import Target
from slotwise.off_policy.terms import ESTIMATORS
from tests.logged_slates import small_log

SEEDS = (1, 2, 3)


def rows(logged, target):
    """One plain dictionary a placement; the weights of slot before and whole slate are looked up by hand."""
    found = []
    for row in range(len(logged)):
        whole = max(each for each in range(len(logged)) if logged.decision[each] == logged.decision[row])
        above = [
            each
            for each in range(len(logged))
            if logged.decision[each] == logged.decision[row] and logged.slot[each] == logged.slot[row] - 1
        ]
        found.append(
            {
                "slot": int(logged.slot[row]),
                "r": float(logged.reward[row]),
                "item": float(target.propensity[row]) / float(logged.propensity[row]),
                "prefix": float(target.prefix[row]) / float(logged.prefix[row]),
                "before": float(target.prefix[above[0]]) / float(logged.prefix[above[0]]) if above else 1.0,
                "slate": float(target.prefix[whole]) / float(logged.prefix[whole]),
                "q": float(target.predicted[row]),
                "expected": float(target.expected[row]),
                "following": float(target.following[row]),
            }
        )
    return found


def ratio_by_slot(table, weight):
    total = 0.0
    for slot in {each["slot"] for each in table}:
        own = [each for each in table if each["slot"] == slot]
        total += len(own) * sum(each[weight] * each["r"] for each in own) / sum(each[weight] for each in own)
    return total


PLAIN = {
    "ips": lambda table: sum(each["item"] * each["r"] for each in table),
    "self_normalised": lambda table: ratio_by_slot(table, "item"),
    "clipped": lambda table: sum(min(each["item"], 10) * each["r"] for each in table),
    "direct": lambda table: sum(each["expected"] for each in table),
    "doubly_robust": lambda table: sum(each["item"] * (each["r"] - each["q"]) + each["expected"] for each in table),
    "switch": lambda table: sum(
        (each["item"] * (each["r"] - each["q"]) if each["item"] <= 10 else 0) + each["expected"] for each in table
    ),
    "shrunk": lambda table: sum(
        100 * each["item"] / (each["item"] ** 2 + 100) * (each["r"] - each["q"]) + each["expected"] for each in table
    ),
    "prefix_ips": lambda table: sum(each["prefix"] * each["r"] for each in table),
    "prefix_self_normalised": lambda table: ratio_by_slot(table, "prefix"),
    "cascade_doubly_robust": lambda table: sum(
        each["prefix"] * (each["r"] - each["q"]) + each["before"] * each["following"] for each in table
    ),
    "slate_ips": lambda table: sum(each["slate"] * each["r"] for each in table),
}


@pytest.mark.parametrize("name", sorted(ESTIMATORS))
@pytest.mark.parametrize("seed", SEEDS)
def test_each_is_what_a_loop_over_the_rows_gives(name, seed):
    """The value a slate is the loop's sum divided by the number of slates, to 1e-10."""
    logged, target = small_log(seed)
    found = estimate(logged, ESTIMATORS[name](logged, target)).value

    assert found == pytest.approx(PLAIN[name](rows(logged, target)) / len(set(logged.decision.tolist())), rel=1e-10)


@pytest.mark.parametrize(("name", "theirs"), [("ips", vw_ips), ("self_normalised", vw_snips)])
@pytest.mark.parametrize("seed", SEEDS)
def test_single_slots_agree_with_vw_estimators(name, theirs, seed):
    """Slot by slot, the item-position estimators are the library's bandit estimators."""
    logged, target = small_log(seed)
    for slot in (1, 2, 3):
        chosen = logged.slot == slot
        ours, aim = logged.take(chosen), target.take(chosen)
        other = theirs.Estimator()
        for p_log, reward, p_new in zip(ours.propensity, ours.reward, aim.propensity, strict=True):
            other.add_example(float(p_log), float(reward), float(p_new))
        assert estimate(ours, ESTIMATORS[name](ours, aim)).value == pytest.approx(other.get(), rel=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_first_slots_agree_with_vw_estimators_of_slates(seed):
    """The first slot's prefix is its content: the library's first-slot estimator of slates gives the same."""
    logged, target = small_log(seed)
    other = vw_first_slot.Estimator(vw_ips.Estimator())
    for decision in np.unique(logged.decision):
        own = np.flatnonzero(logged.decision == decision)
        other.add_example(*(each[own].tolist() for each in (logged.prefix, logged.reward, target.prefix)))
    first = logged.slot == 1
    found = estimate(logged.take(first), ESTIMATORS["prefix_ips"](logged.take(first), target.take(first))).value

    assert found == pytest.approx(other.get()[0], rel=1e-10)


def test_what_is_not_known_is_not_estimated():
    """Without propensities by slot or a model there is no item-position and no doubly robust estimate."""
    logged, target = small_log()
    bare = Target(None, target.prefix)
    known = {name for name, each in ESTIMATORS.items() if each(logged, bare) is not None}

    assert known == {"prefix_ips", "prefix_self_normalised", "slate_ips"}


MODELLED = {"direct", "doubly_robust", "switch", "shrunk", "cascade_doubly_robust"}


@pytest.mark.parametrize("name", sorted(set(ESTIMATORS) - MODELLED))
def test_the_log_itself_is_estimated_as_its_own_mean(name):
    """Weights of one leave the mean of the rewards."""
    logged, _ = small_log()
    itself = Target(logged.propensity, logged.prefix)

    assert estimate(logged, ESTIMATORS[name](logged, itself)).value == pytest.approx(
        logged.reward.sum() / logged.decisions
    )
