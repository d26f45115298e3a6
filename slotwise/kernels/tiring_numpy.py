"""Which products a person has seen enough of, in plain numpy: the reference."""

import numpy as np
from numpy.typing import NDArray


def tired(
    product: NDArray[np.int32],
    shown: NDArray[np.int32],
    times: NDArray[np.int64],
    dismissed: NDArray[np.bool_],
    since: float,
    rest_since: float,
    most: int,
    out: NDArray[np.int32],
) -> int:
    """Fill in products shown `most` times (at least once) from `since` on, and those dismissed from `rest_since` on.

    product: int32 (n_contents,); shown contents int32 (s,) with times int64 and dismissed, which are no showings.
    Return how many stand in `out`, int32 (s,): some perhaps twice, in any order.
    """
    products = product[shown]
    seen, often = np.unique(products[~dismissed & (times >= since)], return_counts=True)
    found = np.concatenate([seen[often >= most], products[dismissed & (times >= rest_since)]])
    out[: len(found)] = found
    return len(found)
