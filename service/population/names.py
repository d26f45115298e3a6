"""Names: a dictionary of strings while it grows, and the files it ends in: codes in the columns, names once."""

from pathlib import Path

import numpy as np

from slotwise.strings import StringTable


class Names:
    """Gives every new name the next code, from 0."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}

    def code(self, name: str) -> int:
        """Return the code of a name."""
        return self.codes.setdefault(name, len(self.codes))

    def write(self, folder: Path, stem: str) -> None:
        """Write the names in the order of their codes: `<stem>.data.npy` uint8, `<stem>.offsets.npy` int64."""
        write_strings(StringTable.of(self.codes), folder, stem)


def write_strings(strings: StringTable, folder: Path, stem: str) -> None:
    """Write a table of strings as two files."""
    np.save(folder / f"{stem}.data.npy", strings.data)
    np.save(folder / f"{stem}.offsets.npy", strings.offsets)


def read_strings(folder: Path, stem: str) -> StringTable:
    """Map a table of strings; raise OSError or ValueError."""
    data, offsets = (np.load(folder / f"{stem}.{each}.npy", mmap_mode="r") for each in ("data", "offsets"))
    return StringTable(data, offsets)
