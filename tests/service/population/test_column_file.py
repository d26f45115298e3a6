"""ColumnFile: what numpy reads back is what was added, in pieces of any size."""

import numpy as np
import pytest

from service.population.column_file import ColumnFile


@pytest.mark.parametrize("mode", [None, "r", "r+"])
def test_numpy_reads_it(tmp_path, mode):
    """Rows added piece by piece are one array, also when it is mapped."""
    file = ColumnFile(tmp_path / "x.npy", "<i8")
    for piece in ([1, 2, 3], [], [4]):
        file.add(np.array(piece, np.int64))
    file.close()

    assert np.load(tmp_path / "x.npy", mmap_mode=mode).tolist() == [1, 2, 3, 4]
    assert file.rows == 4


def test_rows_may_be_wide(tmp_path):
    """A column may have several values a row."""
    file = ColumnFile(tmp_path / "x.npy", "<f8", 2)
    file.add(np.ones((3, 2)))
    file.close()

    assert np.load(tmp_path / "x.npy").shape == (3, 2)


def test_no_rows_are_an_empty_array(tmp_path):
    """A column of nobody can be read."""
    ColumnFile(tmp_path / "x.npy", "|b1").close()

    assert np.load(tmp_path / "x.npy").shape == (0,)


def test_another_width_is_refused(tmp_path):
    """Rows that do not fit would shift everybody after them."""
    with pytest.raises(ValueError, match="rows of 2 values"):
        ColumnFile(tmp_path / "x.npy", "<f8", 2).add(np.ones(3))
