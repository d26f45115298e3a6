"""What of a touchpoint's candidates may be shown beside what stands on the page, in plain numpy: the reference."""

import numpy as np
from numpy.typing import NDArray


def opened(
    scores: NDArray[np.float64], contents: NDArray[np.int32], shown: NDArray[np.bool_], out: NDArray[np.bool_]
) -> int:
    """Fill out[m] with which of the candidates' contents may be shown; return how many, -1 for an unusable score.

    shown: bool (n_contents,). A score that is not finite cannot be used.
    """
    out[:] = shown[contents]
    return int(np.count_nonzero(out)) if np.isfinite(scores).all() else -1


def take(
    contents: NDArray[np.int32],
    shown: NDArray[np.bool_],
    touchpoint: int,
    at: int,
    places: NDArray[np.int64],
    asked: NDArray[np.int64],
) -> int:
    """Put from `at` on the places of the contents that may be shown, and their touchpoint; return where they end.

    shown: bool (n_contents,).
    """
    found = shown[contents].nonzero()[0]
    places[at : at + len(found)], asked[at : at + len(found)] = found, touchpoint
    return at + len(found)


def mark(codes: NDArray[np.int32], which: NDArray[np.bool_], out: NDArray[np.bool_]) -> None:
    """Set out[codes[i]] for every i that is marked."""
    out[codes[which]] = True


def pin(
    contents: NDArray[np.int32],
    products: NDArray[np.int32],
    which: NDArray[np.bool_],
    marks: NDArray[np.bool_],
    held: NDArray[np.bool_],
) -> int:
    """Fill marks[m] with candidates of marked contents, held[m] with all of their products; return how many.

    which: bool (n_contents,).
    """
    marks[:] = which[contents]
    held[:] = np.isin(products, products[marks])
    return int(np.count_nonzero(marks))


def less(
    open_: NDArray[np.bool_],
    applies: NDArray[np.bool_],
    places: NDArray[np.int64],
    masks: NDArray[np.bool_],
    closes: NDArray[np.int64],
    there: NDArray[np.bool_],
    product: NDArray[np.int32],
    out: NDArray[np.bool_],
    shown: NDArray[np.bool_],
    allowed: NDArray[np.bool_],
) -> None:
    """Fill in what frequency caps leave of what t touchpoints may show: out[t, n] of open_[t, n].

    Cap c closes masks[c, n] if closes[c] is not below 0, on those touchpoints (places[t]) of there[c, n_touchpoints]
    where it applies[t, k]. shown[n] is what is left on any of them, allowed[n_products] which products that is of.
    """
    out[:] = open_
    for cap in np.flatnonzero(closes[: len(masks)] >= 0):
        out[applies[:, cap] & there[cap, places]] &= ~masks[cap]
    out.any(axis=0, out=shown)
    allowed[:] = False
    allowed[product[shown]] = True


def none_of(codes: NDArray[np.int32], taken: NDArray[np.int32], out: NDArray[np.bool_]) -> None:
    """Fill out[m] with which of the codes are none of those that are taken."""
    out[:] = ~np.isin(codes, taken)


def all_different(codes: NDArray[np.int32]) -> bool:
    """Whether no code stands twice."""
    return len(np.unique(codes)) == len(codes)
