"""Bandit: what share of the units each variant gets next, by the chance that it is the best of them.

Thompson sampling in batches: within a batch weights stand still, so that a unit's probability is one number, known
before it came; between batches they move to the chances that each variant is the best, integrated and not drawn.
A floor keeps every variant alive, so that a batch with bad luck can be mended and inverse probabilities stay bounded.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.special import ndtri

from slotwise import largest
from slotwise.documents.experiments import Phase
from slotwise.errors import ExperimentError, StatisticsError
from slotwise.statistics.estimating import Estimate, Kind, estimate
from slotwise.statistics.moments import Moments

FLOOR = 0.05
"""Least share of a variant unless asked for otherwise."""
ENOUGH = 100
"""Units of every variant, before which weights stay even: until then a standard error is a guess."""
_PARTS = 10_000


def weights(found: Sequence[Estimate], floor: float = FLOOR, more_is_better: bool = True) -> list[float]:
    """Return the next batch's weights, which sum to 1, in the order of the variants' estimates.

    Even while a variant has fewer than `ENOUGH` units or nothing varies yet. Raises ExperimentError for a floor that
    cannot be kept by all.
    """
    count = len(found)
    if not 0 <= floor * count <= 1:
        raise ExperimentError("every variant must be able to keep the floor", expected=f"0 to {1 / count}", given=floor)
    errors = np.array([each.standard_error for each in found])
    if min(each.n for each in found) < ENOUGH or not (errors > 0).any():
        return _whole([1 / count] * count)
    # A variant in which nothing varied yet (no purchase) is as unsure as the least sure one, not certain.
    errors = np.where(errors > 0, errors, errors.max())
    means = np.array([each.value for each in found]) * (1 if more_is_better else -1)
    shares = floor + (1 - floor * count) * largest.chances(means, errors)
    return _whole(shares.tolist())


def by_batch(batches: Sequence[Sequence[Moments]], kind: Kind = "mean") -> list[Estimate]:
    """Return every variant's estimate over all batches, each batch weighted by all of its units; [batch][variant].

    A pooled mean would compare a variant's Sundays with another one's Mondays where weights moved in between: within a
    batch variants share the days. Batches in which a variant has no two units are left out for all.
    """
    sizes, rows = list[int](), list[list[Estimate]]()
    for batch in batches:
        try:
            rows.append([estimate(each, kind) for each in batch])
        except StatisticsError:
            continue
        sizes.append(sum(each.n for each in batch))
    if not rows:
        return [Estimate(0.0, 0.0, 0) for _ in (batches[0] if batches else ())]
    shares = np.array(sizes) / sum(sizes)
    return [
        Estimate(
            float(shares @ [each.value for each in column]),
            float(shares**2 @ [each.variance for each in column]),
            sum(each.n for each in column),
        )
        for column in zip(*rows, strict=True)
    ]


def of_report(phase: Phase, report: Mapping[str, Any], floor: float = FLOOR) -> list[float] | None:
    """Return the next batch's weights by the primary metric of a phase's report, in the phase's order of variants.

    The report weights units by inverse probability, so it may look back over all batches. A variant that is paused, or
    of which the report says nothing, keeps what it has. None where the report is of another phase or unhealthy: what it
    says is then no ground to move anybody.
    """
    if report.get("phase") != phase.number or report["verdict"]["code"] == "unhealthy":
        return None
    primary = next((each for each in report["metrics"] if each["role"] == "primary"), None)
    if primary is None:
        return None
    told = {name: _told(each, primary["level"]) for name, each in primary["variants"].items()}
    paused = {each.variant for each in phase.pauses if each.until is None}
    before = phase.allocations[-1].weights if phase.allocations else [each.weight for each in phase.variants]
    moving = [each.variant in told and each.variant not in paused for each in phase.variants]
    share = sum(weight for weight, moves in zip(before, moving, strict=True) if moves)
    found = [told[each.variant] for each, moves in zip(phase.variants, moving, strict=True) if moves]
    if len(found) < 2 or share <= 0:
        return None
    moved = iter(weights(found, min(floor / share, 1 / len(found)), primary["direction"] == "up"))
    return _whole([share * next(moved) if moves else weight for weight, moves in zip(before, moving, strict=True)])


def _told(told: Mapping[str, Any], level: float) -> Estimate:
    low, high, value = told["low"], told["high"], told["value"]
    if low is None or high is None or value is None:
        return Estimate(0.0, 0.0, 0)
    return Estimate(float(value), float((high - low) / (2 * ndtri((1 + level) / 2))) ** 2, int(told["units"]))


def _whole(shares: Sequence[float]) -> list[float]:
    """Round to ten-thousandths, which people can read and clients add up alike; the largest takes what is left."""
    parts = [round(each * _PARTS) for each in shares]
    parts[int(np.argmax(parts))] += _PARTS - sum(parts)
    return [each / _PARTS for each in parts]
