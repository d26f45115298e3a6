"""Names: codes in the order of coming, and the same strings back from the files."""

import numpy as np

from service.population.names import Names, read_strings


def test_names_come_back(tmp_path):
    """Every name has one code, under which it stands in the files, whatever its letters."""
    names = Names()
    codes = [names.code(each) for each in ("b", "中文", "b", "")]
    names.write(tmp_path, "x")
    found = read_strings(tmp_path, "x")

    assert codes == [0, 1, 0, 2]
    assert list(found) == ["b", "中文", ""]
    assert isinstance(found.data, np.memmap)
