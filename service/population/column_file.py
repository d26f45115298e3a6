"""ColumnFile: an .npy file that grows by its end, for columns whose length is known only when all is written."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"\x93NUMPY\x01\x00"
_HEADER = 128
"""Bytes of a header in format 1.0: a multiple of 64, long enough for any shape of one or two axes."""


class ColumnFile:
    """Writes rows of one dtype, `width` values each (0: plain numbers), so that `np.load` reads them."""

    def __init__(self, path: Path, dtype: Any, width: int = 0):
        self._dtype, self._width, self.rows = np.dtype(dtype), width, 0
        self._file = path.open("wb")
        self._file.write(b"\0" * _HEADER)

    def add(self, values: NDArray[Any]) -> None:
        """Append rows; raise ValueError for rows of another width."""
        if values.shape[1:] != ((self._width,) if self._width else ()):
            raise ValueError(f"rows of {self._width} values, not {values.shape}")
        self._file.write(np.ascontiguousarray(values, self._dtype).tobytes())
        self.rows += len(values)

    def close(self) -> None:
        """Write the header, which makes the file whole."""
        shape = (self.rows, self._width) if self._width else (self.rows,)
        said = f"{{'descr': '{self._dtype.str}', 'fortran_order': False, 'shape': {shape}, }}".encode()
        room = _HEADER - len(_MAGIC) - 2
        self._file.seek(0)
        self._file.write(_MAGIC + room.to_bytes(2, "little") + said.ljust(room - 1) + b"\n")
        self._file.close()
