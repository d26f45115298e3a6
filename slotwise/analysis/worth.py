"""Worth: what one exposure in a touchpoint leads to, as a whole and by segment, with intervals over persons.

Persons fall by chance into groups; leaving out one group after the other tells how much a mean hangs on who happened to
come (the delete-a-group jackknife, Kott 2001), also where few persons make most of the exposures.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from slotwise.analysis.counting import GROUPS, NONE, Counts
from slotwise.analysis.summing import sums

Floats = NDArray[np.float64]
MEASURES = ("clicks", "conversions", "value")


def worth(counts: Counts, touchpoints: int, values: tuple[str, ...] = (NONE,)) -> list[dict[str, dict[str, Any]]]:
    """Return what an exposure is worth, for every touchpoint by value of a segment: exposures, and clicks, conversions
    and value an exposure, each with its 95 % interval."""
    shape = (touchpoints, len(values), GROUPS)
    place = np.ravel_multi_index(
        tuple(np.asarray(counts[name], np.int64) for name in ("touchpoint", "segment", "fold")), shape
    )
    n = _sums(place, counts["n"], shape)
    means = {name: _means(_sums(place, counts[name], shape), n) for name in MEASURES}
    return [
        {
            value: {
                "exposures": int(n[touchpoint, code].sum()),
                **{
                    name: dict(
                        zip(("value", "low", "high"), (float(each[touchpoint, code]) for each in found), strict=True)
                    )
                    for name, found in means.items()
                },
            }
            for code, value in enumerate(values)
            if n[touchpoint, code].sum() > 0
        }
        for touchpoint in range(touchpoints)
    ]


def _sums(place: NDArray[np.int64], column: NDArray[Any], shape: tuple[int, int, int]) -> Floats:
    return sums(place, column, int(np.prod(shape))).reshape(shape)


def _means(sums: Floats, n: Floats) -> tuple[Floats, Floats, Floats]:
    """Return means and their bounds, by touchpoint and value."""
    whole = sums.sum(axis=2) / np.maximum(n.sum(axis=2), 1.0)
    without = (sums.sum(axis=2, keepdims=True) - sums) / np.maximum(n.sum(axis=2, keepdims=True) - n, 1.0)
    used = (n > 0).sum(axis=2)
    spread = np.where(n > 0, (without - whole[:, :, None]) ** 2, 0.0).sum(axis=2)
    variance = spread * np.maximum(used - 1, 0) / np.maximum(used, 1)
    half = np.sqrt(variance) * stats.t.ppf(0.975, np.maximum(used - 1, 1))
    return whole, np.maximum(whole - half, 0.0), whole + half
