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


def none_of(codes: NDArray[np.int32], taken: NDArray[np.int32], out: NDArray[np.bool_]) -> None:
    """Fill out[m] with which of the codes are none of those that are taken."""
    out[:] = ~np.isin(codes, taken)


def all_different(codes: NDArray[np.int32]) -> bool:
    """Whether no code stands twice."""
    return len(np.unique(codes)) == len(codes)
