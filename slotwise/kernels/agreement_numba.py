"""What the sources say of the candidates, all columns in one pass: numba's machine code.

The plain form of this kernel are the features of the room, see `slotwise.passes`.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given

_TABLE = given(types.float32, 2)


@compiled(_TABLE, _TABLE, types.float32, given(types.int64), filled(types.float32, 2), error_model="numpy")
def agreement(
    scores: NDArray[np.float32],
    ranks: NDArray[np.float32],
    constant: float,
    places: NDArray[np.int64],
    out: NDArray[np.float32],
) -> None:
    """Fill out[places[f], i] for candidate i from scores[s, i] and ranks[s, i], NaN for none; -1 is left out.

    Features: how many ranks there are, the best one, the sum of 1 / (constant + rank); all scores; all ranks.
    """
    count, size = ranks.shape
    found, best, fused = np.zeros(size, np.float32), np.full(size, np.nan, np.float32), np.zeros(size, np.float32)
    for source in range(count):
        for i in range(size):
            # Without a branch and with plain divisions, the compiler takes many candidates at once.
            rank = ranks[source, i]
            known = rank == rank
            found[i] += np.float32(1) if known else np.float32(0)
            fused[i] += np.float32(1) / (constant + rank) if known else np.float32(0)
            best[i] = best[i] if best[i] <= rank or not known else rank
    for feature in range(len(places)):
        if places[feature] < 0:
            continue
        own = out[places[feature]]
        if feature == 0:
            own[:] = found
        elif feature == 1:
            own[:] = best
        elif feature == 2:
            own[:] = fused
        elif feature < 3 + count:
            own[:] = scores[feature - 3]
        else:
            own[:] = ranks[feature - 3 - count]
