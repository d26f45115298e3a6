"""Pasts: a part without anybody, and one of persons without a past, tell nothing instead of failing."""

import numpy as np
import pytest

from service.population.part import Part
from service.population.rows import row_of
from service.population.told import TOLD, Past
from service.population.writing import PartWriter
from slotwise.conditions import Numbers, Texts
from slotwise.person import empty
from slotwise.person_packing import pack


@pytest.mark.parametrize("count", [0, 3])
def test_nothing_tells_nothing(tmp_path, checkerboard, count):
    """Every fact has a value a row, unknown or none."""
    writer = PartWriter(tmp_path / "x")
    for number in range(count):
        writer.add(f"p{number}", 1, row_of(pack(empty(f"p{number}"))))
    writer.close()
    past = Past(Part(tmp_path / "x"), checkerboard.catalog, 1_000)

    for name in TOLD:
        column = past.fact(name)
        assert len(column.codes if isinstance(column, Texts) else column.values) == count
    assert isinstance(past.fact("spend"), Numbers)
    assert past.fact("tier") is None
    np.testing.assert_array_equal(past.call("times(view,,7)"), np.zeros(count))
    assert np.isnan(past.call("days_since(exposure,)")).all()
    with pytest.raises(LookupError):
        past.call("audience(x)")
