"""Codes: Arrow columns become NumPy arrays of int32 codes and back into tables of strings, without Python objects."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from slotwise.strings import StringTable


def codes(column: pa.Array, values: pa.Array) -> NDArray[np.int32]:
    """Return int32 (n,): place of every string among `values`, -1 for null and for strings that are not there."""
    if pa.types.is_dictionary(column.type):
        places = np.append(codes(column.dictionary, values), np.int32(-1))
        return places[column.indices.fill_null(len(places) - 1).to_numpy(zero_copy_only=False)]
    found = pc.index_in(column.cast(values.type), value_set=values)
    return found.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32, copy=False)


def numbers(column: pa.Array) -> NDArray[np.float32]:
    """Return float32 (n,): NaN for null and for what is not finite as float32."""
    values = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    limit = float(np.finfo(np.float32).max)
    return np.where(np.abs(values) < limit, values, np.nan).astype(np.float32)


def whole(column: pa.Array, missing: int) -> NDArray[np.int64]:
    """Return int64 (n,) with `missing` for null."""
    return column.cast(pa.int64()).fill_null(missing).to_numpy(zero_copy_only=False)


def strings(column: pa.ChunkedArray) -> StringTable:
    """Return the strings of a column as a table, empty for null."""
    array = column.cast(pa.large_string()).fill_null("").combine_chunks()
    array = pa.concat_arrays([array]) if isinstance(array, pa.Array) else pa.concat_arrays(array.chunks)
    _, offsets, data = array.buffers()
    bounds = np.frombuffer(offsets, np.int64, len(array) + 1, array.offset * 8) if len(array) else np.zeros(1, np.int64)
    text = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(0, np.uint8)
    return StringTable(text[bounds[0] : bounds[-1]].copy(), bounds - bounds[0])


def by_first_appearance(keys: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Return int32 (n,): running numbers of equal keys in the order in which they first appear."""
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    number = np.empty(len(first), np.int32)
    number[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    return number[inverse]
