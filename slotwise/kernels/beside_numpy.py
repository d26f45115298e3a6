"""What stands beside a list of products, looked up for the candidates: in plain numpy, the reference."""

import numpy as np
from numpy.typing import NDArray

DAY = 86_400_000
HOUR = 3_600_000


def spread(
    keys: NDArray[np.int32], weights: NDArray[np.float64], wanted: NDArray[np.int32], out: NDArray[np.float32]
) -> None:
    """Fill out[m] with the sum of the weights beside each wanted key, added in their order; 0 where there is none."""
    different, numbers = np.unique(keys, return_inverse=True)
    sums = np.bincount(numbers, weights=weights, minlength=len(different) + 1)
    out[:] = sums[_places(different, wanted)]


def latest(
    keys: NDArray[np.int32], times: NDArray[np.int64], wanted: NDArray[np.int32], out: NDArray[np.int64]
) -> None:
    """Fill out[m] with the latest of the times beside each wanted key; 0 where there is none."""
    different, numbers = np.unique(keys, return_inverse=True)
    found = np.zeros(len(different) + 1, np.int64)
    np.maximum.at(found, numbers, times)
    out[:] = found[_places(different, wanted)]


def touches(
    keys: NDArray[np.int32], times: NDArray[np.int64], now: int, wanted: NDArray[np.int32], out: NDArray[np.float32]
) -> None:
    """Fill out[4, m]: how often each wanted key stands there, days since the last time, entries since, days between.

    Days between are those from the first time to the last. Keys stand in the order of their times, ms. A key that is
    not there has 0 times, 0 days between, and NaN for the rest.
    """
    different, first, numbers = np.unique(keys, return_index=True, return_inverse=True)
    last = np.zeros(len(different), np.intp)
    last[numbers] = np.arange(len(keys))
    table = np.zeros((4, len(different) + 1))
    table[0, :-1] = np.bincount(numbers, minlength=len(different))
    table[1, :-1] = (now - times[last]) / DAY
    table[2, :-1] = len(keys) - last
    table[3, :-1] = (times[last] - times[first]) / DAY
    table[1:3, -1] = np.nan
    out[:] = table[:, _places(different, wanted)]


def exposures(
    keys: NDArray[np.int32],
    times: NDArray[np.int64],
    dismissed: NDArray[np.bool_],
    now: int,
    wanted: NDArray[np.int32],
    out: NDArray[np.float32],
) -> None:
    """Fill out[3, m]: times of the last 7 days of each wanted key, hours since the latest (NaN if none), dismissals."""
    different, numbers = np.unique(keys, return_inverse=True)
    size = len(different) + 1
    newest = np.zeros(size, np.int64)
    np.maximum.at(newest, numbers, times)
    table = np.zeros((3, size))
    table[0] = np.bincount(numbers, weights=times >= now - 7 * DAY, minlength=size)
    table[1] = (now - newest) / HOUR
    table[2] = np.bincount(numbers, weights=dismissed, minlength=size)
    table[1, -1] = np.nan
    out[:] = table[:, _places(different, wanted)]


def history_by_code(
    codes: NDArray[np.int32],
    times: NDArray[np.int64],
    weights: NDArray[np.float64],
    now: int,
    out: NDArray[np.float32],
) -> None:
    """Fill out[2, n]: the sum of the weights beside each code and the days since it stood there last, NaN if never.

    Codes stand in the order of their times, ms; those below 0 count as n - 1.
    """
    count = out.shape[1]
    out[0] = np.bincount(codes % count, weights=weights, minlength=count)
    days = np.full(count, np.nan)
    days[codes % count] = (now - times) / DAY
    out[1] = days


def distinct(
    keys: NDArray[np.int32],
    weights: NDArray[np.float32],
    different: NDArray[np.int32],
    sums: NDArray[np.float32],
) -> int:
    """Fill in the different keys in the order of their last entries, and their summed weights; return how many."""
    found, numbers = np.unique(keys, return_inverse=True)
    last = np.zeros(len(found), np.intp)
    last[numbers] = np.arange(len(keys))
    order = np.argsort(last)
    different[: len(found)] = found[order]
    sums[: len(found)] = np.bincount(numbers, weights=weights, minlength=len(found))[order]
    return len(found)


def agreement(ranks: NDArray[np.float32], constant: float, out: NDArray[np.float32]) -> None:
    """Fill out[3, m] from ranks[s, m]: how many ranks are there, the best one, and the sum of 1 / (constant + rank)."""
    known = ~np.isnan(ranks)
    votes = np.float32(1) / (np.float32(constant) + ranks)
    out[0] = known.sum(axis=0)
    out[1] = np.fmin.reduce(ranks, axis=0, initial=np.nan)
    out[2] = 0
    for own, vote in zip(known, votes, strict=True):
        out[2] += np.where(own, vote, np.float32(0))


def _places(different: NDArray[np.int32], wanted: NDArray[np.int32]) -> NDArray[np.intp]:
    """The place of each wanted key among the different ones, ascending; their number for a key that is not there."""
    if not len(different):
        return np.zeros(len(wanted), np.intp)
    places = np.minimum(np.searchsorted(different, wanted), len(different) - 1)
    return np.where(different[places] == wanted, places, len(different))
