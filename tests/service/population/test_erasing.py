"""Erasing from the population: at once, without a byte left, and finished when a builder stood in the way."""

import pytest

from service.population.building import only_one
from service.population.erasing import erase
from service.population.store import Population
from slotwise.errors import PopulationError
from slotwise.person import empty

CANARY = "canary-7f3a"


@pytest.fixture
def with_canary(builder, states, database):
    """A population in which one person has an id and an attribute that nobody else has, in base and overlay."""
    person_id = f"{CANARY}-id"
    with database.write() as connection:
        states.put(connection, [empty(person_id, {"mail": f"{CANARY}@example.org", "city": "SZ", "age": 77.5})])
    builder.refresh()
    with database.write() as connection:
        states.put(connection, [empty(person_id, {"mail": f"{CANARY}@example.com", "city": "SZ", "age": 78.5})])
    builder.refresh()
    return person_id


def swept(folder):
    """The files in which the canary's bytes stand."""
    return [path.name for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


def test_no_byte_is_left(with_canary, folder):
    """An erased person is in no file any more, neither their id nor a text that was theirs alone."""
    assert len(swept(folder)) == 4
    before = Population.open(folder)
    persons = before.persons

    assert erase(folder, [with_canary, "nobody"]) == 2
    assert swept(folder) == []
    assert before.persons == persons - 1
    assert list(Population.open(folder).find(with_canary)) == []


def test_a_text_of_others_stays(with_canary, folder):
    """The others keep their city, and everything else."""
    others = Population.open(folder)
    erase(folder, [with_canary])
    city = others.base.attribute("city")

    assert sorted(each for each in city.values) == ["GZ", "SZ"]
    assert erase(folder, ["p_0008"]) == 1
    assert others.base.ids[others.base.find("p_0009")] == "p_0009"


def test_a_builder_at_work_has_it_tried_again(with_canary, folder, monkeypatch):
    """While a builder may still write the person, erasing says so instead of pretending."""
    monkeypatch.setattr("service.population.erasing._WAIT", 0.1)
    with only_one(folder), pytest.raises(PopulationError):
        erase(folder, [with_canary])

    assert swept(folder)
    assert erase(folder, [with_canary]) == 2


def test_without_a_population_nothing_is_done(tmp_path):
    """An installation that never asked about everybody has nothing to erase there."""
    assert erase(tmp_path / "none", ["p"]) == 0
