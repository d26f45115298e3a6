"""Part: rows are found by their id, and what is damaged says so."""

import pytest

from service.population.layout import PERSON
from service.population.part import Part
from service.population.store import Population
from slotwise.errors import PopulationError


def test_rows_are_found(builder, folder):
    """Everybody is found under their own id, nobody else is."""
    builder.refresh()
    part = Population.open(folder).base

    assert [part.ids[part.find(f"p_{each:04d}")] for each in (0, 17, 39)] == ["p_0000", "p_0017", "p_0039"]
    assert part.find("p_9999") == -1


def test_equal_keys_are_told_apart(builder, folder, monkeypatch):
    """Two ids of one key are two persons."""
    builder.refresh()
    part = Population.open(folder).base
    key = part.array("key")[3]
    monkeypatch.setattr("service.population.part.key_of", lambda _: int(key))

    assert part.find("p_0003") == 3
    assert part.find("p_0004") == -1


@pytest.mark.parametrize("damage", ["missing", "short", "format"])
def test_damage_is_told(builder, folder, damage):
    """A file that is gone, cut off or of another time is an error with a remedy, not a wrong number."""
    builder.refresh()
    base = Population.open(folder).base.folder
    if damage == "missing":
        (base / "revision.npy").unlink()
    elif damage == "short":
        (base / "revision.npy").write_bytes(b"\x93NUMPY")
    else:
        (base / "part.json").write_text('{"format": 99}')

    with pytest.raises(PopulationError, match=r"cannot be read|another format"):
        Part(base).array("revision")


def test_all_columns_are_there(builder, folder):
    """Every column of a person has a row for each."""
    builder.refresh()
    part = Population.open(folder).base

    assert {len(part.array(name)) for name in PERSON} == {40}
    assert part.attribute("nobody has this") is None
