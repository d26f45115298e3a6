"""Which products a person has seen enough of: numba's machine code."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from slotwise.kernels.hashing import make_table, number_of
from slotwise.kernels.machine_code import compiled, filled, given

_CODES, _TIMES, _FLAGS = given(types.int32), given(types.int64), given(types.boolean)


@compiled(
    _CODES, _CODES, _TIMES, _FLAGS, types.float64, types.float64, types.int64, filled(types.int32), returns=types.int64
)
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
    """Fill in the products as the reference does, each when it comes to the cap."""
    table, often, different, count = make_table(len(shown)), np.zeros(len(shown), np.int64), 0, 0
    for j in range(len(shown)):
        one = product[shown[j]]
        if dismissed[j]:
            if times[j] >= rest_since:
                out[count] = one
                count += 1
        elif times[j] >= since:
            number = number_of(table, one, different)
            different = max(different, number + 1)
            often[number] += 1
            if often[number] == max(most, 1):
                out[count] = one
                count += 1
    return count
