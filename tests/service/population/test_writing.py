"""Writing a part: whatever is written together or apart, the columns are the same."""

import numpy as np

from service.population import writing
from service.population.part import Part
from service.population.rows import row_of
from service.population.writing import PartWriter
from slotwise.person_packing import pack
from tests.service.population.conftest import person_of


def test_bites_do_not_matter(tmp_path, monkeypatch):
    """Columns written in bites of three are those written at once."""
    for name, size in (("one", 10_000), ("many", 3)):
        monkeypatch.setattr(writing, "_AT_ONCE", size)
        writer = PartWriter(tmp_path / name)
        for number in range(20):
            writer.add(f"p_{number}", number, row_of(pack(person_of(number))) if number != 7 else None)
        assert len(writer) == 20
        assert writer.close()["persons"] == 20

    one, many = Part(tmp_path / "one"), Part(tmp_path / "many")
    for name in ("key", "alive", "totals", "history.offsets", "history.time", "history.product", "shown.content"):
        np.testing.assert_array_equal(one.array(name), many.array(name))
    assert list(one.ids) == list(many.ids) == [f"p_{number}" for number in range(20)]
    assert list(one.products) == list(many.products)


def test_nothing_is_kept_of_who_cannot_be_asked(tmp_path):
    """Somebody who is somebody else now has an id, a revision and nothing more."""
    writer = PartWriter(tmp_path / "x")
    writer.add("gone", 5, None)
    writer.close()
    part = Part(tmp_path / "x")

    assert (part.array("alive").tolist(), part.array("revision").tolist()) == ([False], [5])
    assert part.history.offsets.tolist() == [0, 0]
