"""The population as it is opened: the newest one, with those who count."""

import pytest

from service.population.store import Opened, Population, write_manifest
from slotwise.errors import PopulationError
from slotwise.person import empty


def test_the_newest_is_opened(builder, folder, states, database):
    """What was opened stays the same until it is written anew."""
    opened = Opened(folder)
    builder.refresh()
    first = opened.get()
    again = opened.get()
    with database.write() as connection:
        states.put(connection, [empty("n")])
    builder.refresh()

    assert first is again
    assert opened.get() is not first
    assert (first.persons, opened.get().persons) == (40, 41)


def test_what_was_never_made_is_told(tmp_path):
    """Without a population the error names the command that makes it."""
    opened = Opened(tmp_path)

    assert not opened.there
    with pytest.raises(PopulationError) as found:
        opened.get()
    assert found.value.hint == "slotwise audience refresh"


def test_a_manifest_of_something_else_is_told(tmp_path):
    """A manifest without its fields is damage, not a crash."""
    write_manifest(tmp_path, {"as_of": 1})

    with pytest.raises(PopulationError):
        Population.open(tmp_path)


def test_a_person_is_found_in_both(builder, folder, states, database):
    """Somebody who changed stands in the base and in the overlay, and counts once."""
    builder.refresh()
    with database.write() as connection:
        states.put(connection, [empty("p_0001", {"city": "XX"})])
    builder.refresh()
    population = Population.open(folder)

    assert len(list(population.find("p_0001"))) == 2
    assert population.persons == 40
    assert population.as_of > 0
