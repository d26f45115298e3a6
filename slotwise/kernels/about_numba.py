"""How many of the tags that a person holds are about each candidate, all columns in one pass: numba's machine code.

The plain form of this kernel are the features of the room, see `slotwise.passes`.
"""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from slotwise.kernels.machine_code import compiled, filled, given

_BITS = given(types.uint64, 2)


@intrinsic
def _ctpop(typing_context: Any, bits: Any) -> Any:
    """How many bits of a uint64 are set (one instruction)."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


_count: Callable[[np.uint64], np.uint64] = cast(Any, _ctpop)  # to the type checker, what it is to compiled code


@compiled(given(types.int32), _BITS, _BITS, given(types.int64), filled(types.float32, 2))
def about(
    products: NDArray[np.int32],
    covers: NDArray[np.uint64],
    held: NDArray[np.uint64],
    places: NDArray[np.int64],
    out: NDArray[np.float32],
) -> None:
    """Fill out[places[f], i] with how many bits of held[f] stand in covers[products[i]] too; -1 is left out."""
    for feature in range(len(places)):
        if places[feature] < 0:
            continue
        own, wanted = out[places[feature]], held[feature]
        for i in range(len(products)):
            found, bits = np.uint64(0), covers[products[i]]
            for word in range(len(wanted)):
                found += _count(bits[word] & wanted[word])
            own[i] = np.float32(found)
