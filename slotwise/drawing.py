"""Drawing: the slots of all touchpoints of a page by two compiled calls, in one piece of memory."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise import chance, kernels
from slotwise.bounds import Bounds
from slotwise.policies import Odds
from slotwise.ranked import Ranked

Codes = NDArray[np.int32]
_TINY = 1e-250
"""A slate whose last weight is below this has its chances made slot by slot, from the best candidate that is left."""


class Seats(NamedTuple):
    """The slots of t touchpoints one after the other, n in all, and by which odds each touchpoint's are drawn."""

    slots: tuple[int, ...]
    begins: list[int]
    """Touchpoint j's slots are those from begins[j] to begins[j + 1]."""
    plan: NDArray[np.int64]
    """int64 (2, t + 1): the same, and where each touchpoint's uniform numbers begin, -1 where it takes none."""
    odds: NDArray[np.float64]
    """float64 (3, t)."""
    numbers: int
    """How many uniform numbers are taken: for each touchpoint one between sorted and drawn, then one a slot."""


@lru_cache(1_024)
def seats(slots: tuple[int, ...], odds: tuple[Odds, ...]) -> Seats:
    """Return the seats of touchpoints by their numbers of slots and their odds."""
    numbers: list[int] = []
    begins, taken = [0], 0
    for count, (_, temperature, _) in zip(slots, odds, strict=True):
        begins.append(begins[-1] + count)
        numbers.append(taken if temperature else -1)
        taken += count + 1 if temperature else 0
    plan = np.array([begins, [*numbers, -1]], np.int64)
    return Seats(slots, begins, plan, np.array(odds, np.float64).T.copy(), taken)


class Page(NamedTuple):
    """What is drawn, by slot: place among all candidates, content, product, and score, propensity, prefix.

    places int64 (n,), 0 in slots that stay empty; `counts` is how many slots of each touchpoint are filled.
    """

    places: NDArray[np.int64]
    codes: list[list[int]]
    numbers: list[list[float]]
    counts: list[int]


def drawn(
    ranked: Ranked, seats: Seats, bounds: Bounds, fresh: NDArray[np.bool_], once: int, before: Codes, seed: str
) -> Page | None:
    """Draw all slots; None where a score is not finite or the chances of a slate underflow.

    fresh: bool (n_contents,). once: 1 where a product stands on a page once, 2 where moreover no two candidates of a
    touchpoint have the same, else 0. before: int32 (2, s), contents and products that stand on the page already.
    """
    kernel, pool, ends = kernels.load("slotwise.kernels.page"), ranked.pool, np.array(ranked.ends, np.int64)
    field = ranked.scores, pool.contents, pool.products, ends, seats.plan, seats.odds
    luck = chance.passing("decision", seed).random(seats.numbers) if seats.numbers else _NO_LUCK
    asked, total, size = len(seats.slots), seats.begins[-1], len(ranked.scores)
    # Where what is drawn may close others, each slot has weights of its own.
    room = size * max(seats.slots) if once == 1 or len(bounds.most) or len(bounds.slots) else size
    # In the order of the kernel's `_carved`.
    at, found, weights, behind = 5 + 3 * asked, 3, 3 + 3 * total, 3 + 3 * total + size
    whole = np.zeros(at + 4 * total + 2 * (before.shape[1] + total), np.int64)
    real, opens = np.empty(behind + room), np.empty(room, np.bool_)
    while (waits := kernel.draw(whole, real, opens, *field, luck, fresh, once, before, *bounds)) < asked:
        if waits < 0:
            return None
        _exp(real[weights + ranked.ends[waits] : weights + ranked.ends[waits + 1]])
    _exp(real[behind : behind + whole[3]])
    if kernel.finish(whole, real, opens, *field, fresh) < _TINY:
        return None
    codes, numbers = whole[: at + 4 * total].tolist(), real[found:weights].tolist()
    return Page(
        whole[at + total : at + 2 * total],
        [codes[at + 2 * total : at + 3 * total], codes[at + 3 * total :]],
        [numbers[:total], numbers[total : 2 * total], numbers[2 * total :]],
        codes[5 : 5 + asked],
    )


def _exp(values: NDArray[np.float64]) -> None:
    # By numpy: other libraries give other bits.
    np.exp(values, out=values)


_NO_LUCK = np.empty(0)
