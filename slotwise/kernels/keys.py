"""Keys of scores, as a part of the compiled kernels: the list's number, the score turned round, the code.

One sort of such whole numbers orders all lists at once: by list, then greater scores first, then lower codes.
"""

import numpy as np

from slotwise.kernels.machine_code import part

_SIGN, _REST = np.uint32(0x80000000), np.uint32(0x7FFFFFFF)


@part
def put_keys(codes, scores, allowed, above, number, bits, size, keys, at):  # type: ignore[no-untyped-def]
    """Put a key from `at` on for each code whose score is finite, above a bound, and allowed; return where they end.

    allowed: bool by code, empty for all. -1 where a code does not lie below `size`.
    """
    raw, head, shift = scores.view(np.uint32), np.uint64(number) << np.uint64(32 + bits), np.uint64(bits)
    for i in range(len(codes)):
        code = codes[i]
        if not 0 <= code < size:
            return -1
        if not above < scores[i] < np.inf or (len(allowed) and not allowed[code]):
            continue
        # -0.0 and 0.0 are equal but have other bits.
        turned = raw[i] if raw[i] > _SIGN else ~raw[i] & _REST if raw[i] < _SIGN else _REST
        keys[at] = head | (np.uint64(turned) << shift) | np.uint64(code)
        at += 1
    return at
