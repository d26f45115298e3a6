"""A database with persons, and the population made from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.population.building import Builder
from service.stores.database import Database
from service.stores.everybody import Everybody
from service.stores.states import States
from slotwise.events import KIND_CODE, Event
from slotwise.person import PersonState, empty, fold

DAY = 86_400_000
NOW = 1_780_000_000_000
VIEW, LEAVE, CONVERT = (KIND_CODE[each] for each in ("view", "leave", "convert"))


def person_of(number: int) -> PersonState:
    """A person with a history of their own: every second left broadband, every fourth bought it afterwards."""
    name = f"p_{number:04d}"
    events = [Event(f"{name}v", NOW - 30 * DAY, name, "view", product_id=f"tv_{number % 3}")]
    if number % 2 == 0:
        events.append(Event(f"{name}l", NOW - 3 * DAY, name, "leave", product_id="bb_1"))
    if number % 4 == 0:
        events.append(Event(f"{name}c", NOW - DAY, name, "convert", product_id="bb_1", value=99.0))
    events.append(Event(f"{name}e", NOW - 2 * DAY, name, "exposure", product_id="bb_1", content_id="c_1"))
    attributes = {"city": ("SZ", "GZ")[number % 2], "age": 20.0 + number}
    return fold(empty(name, attributes if number % 5 else {}), events)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    made = Database(f"sqlite:///{tmp_path / 'slotwise.db'}")
    made.prepare()
    yield made
    made.close()


@pytest.fixture
def states(database: Database) -> States:
    """Forty persons stored."""
    found = States(database)
    with database.write() as connection:
        found.put(connection, [person_of(number) for number in range(40)])
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the population is."""
    return tmp_path / "population"


@pytest.fixture
def builder(database: Database, states: States, folder: Path) -> Builder:
    """What makes the population of the forty, in bites of seven."""
    return Builder(folder, Everybody(database, batch=7))
