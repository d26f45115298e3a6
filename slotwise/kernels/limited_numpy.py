"""The greedy slate under limits and pins, and the chances of drawing it, in plain numpy: the reference."""

import numpy as np
from numpy.typing import NDArray


def after(
    open_: NDArray[np.bool_],
    keys: NDArray[np.int32],
    most: NDArray[np.int64],
    slots: NDArray[np.int64],
    marks: NDArray[np.bool_],
    held: NDArray[np.bool_],
    drawn: NDArray[np.int64],
    out: NDArray[np.bool_],
) -> None:
    """Fill out[m]: which of m open candidates may come next after those that are drawn (their places).

    keys (r, m), most (r,): a candidate is closed once so many with its key are drawn, keys below 0 are free. slots (p,)
    from 1, marks, held (p, m): of the marked ones one takes its pin's slot, and those held back come in none before;
    unless nothing would be left. The first pins count first.
    """
    out[:] = open_
    out[drawn] = False
    for row in range(len(keys)):
        seen, times = np.unique(keys[row, drawn], return_counts=True)
        full = seen[(times >= most[row]) & (seen >= 0)]
        if len(full):
            out &= ~np.isin(keys[row], full)
    slot = len(drawn) + 1
    for pin in range(len(slots)):
        if slots[pin] >= slot:
            wanted = out & (marks[pin] if slots[pin] == slot else ~held[pin])
            if wanted.any():
                out[:] = wanted


def in_order(
    scores: NDArray[np.float64],
    open_: NDArray[np.bool_],
    keys: NDArray[np.int32],
    most: NDArray[np.int64],
    slots: NDArray[np.int64],
    marks: NDArray[np.bool_],
    held: NDArray[np.bool_],
    places: NDArray[np.int64],
    opens: NDArray[np.bool_],
) -> int:
    """Fill in the best that may come, slot by slot, among equals the one that stands first: return how many there are.

    opens (n, m) is filled with what each of n slots was open for.
    """
    for slot in range(len(places)):
        after(open_, keys, most, slots, marks, held, places[:slot], opens[slot])
        left = np.where(opens[slot], scores, -np.inf)
        place = left.argmax() if len(left) else -1
        if place < 0 or not left[place] > -np.inf:
            return slot
        places[slot] = place
    return len(places)


def chances(
    places: NDArray[np.int64],
    opens: NDArray[np.bool_],
    weights: NDArray[np.float64],
    fresh: NDArray[np.bool_],
    explore: float,
    floor: float,
    out: NDArray[np.float64],
) -> None:
    """Fill out[2, n] with the propensity of each of the places drawn one after the other, and that of the whole prefix.

    opens, weights (n, m): what each slot was open for, and the candidates' weights in it. A share `floor` of each draw
    goes evenly to the fresh ones (m,), and the slate is greedy with probability 1 - explore.
    """
    product, before = 1.0, 1.0
    for slot, place in enumerate(places.tolist()):
        weight = np.where(opens[slot], weights[slot], 0.0)
        drawn = float(weight[place] / weight.sum())
        new = opens[slot] & fresh
        if floor and new.any():
            drawn = (1 - floor) * drawn + floor * float(new[place]) / float(new.sum())
        product *= drawn
        prefix = (1 - explore) + explore * product
        out[0, slot], out[1, slot] = min(prefix / before, 1.0), prefix
        before = prefix


def draw_on(
    slot: int,
    top: float,
    scores: NDArray[np.float64],
    weights: NDArray[np.float64],
    open_: NDArray[np.bool_],
    keys: NDArray[np.int32],
    most: NDArray[np.int64],
    slots: NDArray[np.int64],
    marks: NDArray[np.bool_],
    held: NDArray[np.bool_],
    fresh: NDArray[np.bool_],
    luck: NDArray[np.float64],
    explore: float,
    floor: float,
    so_far: NDArray[np.float64],
    places: NDArray[np.int64],
    out: NDArray[np.float64],
) -> int:
    """Draw from a slot on, as long as the best candidate that may come has the score `top`; return the next slot.

    weights (m,) are made for that score, a share `floor` of each draw goes evenly to the fresh ones, luck (n,) decides.
    so_far (3,): how probable the slate so far is as a drawn one, as the greedy one, and as the mixture of both. The
    places (n,) up to the slot are given; those drawn are filled in, with propensity and prefix in out[2, n], and where
    another score is the best one, or nothing is left, the place of that candidate, or -1.
    """
    for now in range(slot, len(places)):
        left = np.empty(len(scores), np.bool_)
        after(open_, keys, most, slots, marks, held, places[:now], left)
        scored = np.where(left, scores, -np.inf)
        best = int(scored.argmax()) if len(scored) else -1
        if best < 0 or not scored[best] > -np.inf or scores[best] != top:
            places[now] = best if best >= 0 and scored[best] > -np.inf else -1
            return now
        weight = np.where(left, weights, 0.0)
        shares, new = weight / weight.sum(), left & fresh
        if floor and new.any():
            shares = (1 - floor) * shares + floor * new / new.sum()
        place = picked(shares, float(luck[now]))
        before = float(so_far[2])
        so_far[0] *= shares[place]
        so_far[1] *= place == best
        so_far[2] = (1 - explore) * so_far[1] + explore * so_far[0]
        places[now], out[:, now] = place, (min(so_far[2] / before, 1.0), so_far[2])
    return len(places)


def picked(shares: NDArray[np.float64], luck: float) -> int:
    """Return the place that luck, uniform in [0, 1), falls on, each as wide as its share; never one without a share."""
    cumulated = np.cumsum(shares)
    place = int(np.searchsorted(cumulated, luck * cumulated[-1], side="right"))
    return min(place, int(np.flatnonzero(shares)[-1]))
