"""Renewing: a process of its own makes the columns; what goes wrong is told, and nobody does it twice in a row."""

import os
import time

import pytest

from service.population.renewing import Renewing
from service.population.store import MANIFEST, Population
from service.stores.database import Database
from service.stores.states import States
from slotwise.errors import PopulationError
from slotwise.person import empty


@pytest.mark.slow
def test_the_columns_are_made(tmp_path):
    """The command makes them from the installation's database."""
    database = Database(f"sqlite:///{tmp_path / 'slotwise.db'}")
    database.prepare()
    with database.write() as connection:
        States(database).put(connection, [empty("p", {"city": "SZ"})])
    database.close()
    Renewing(tmp_path, tmp_path / "population").run()

    assert Population.open(tmp_path / "population").persons == 1


@pytest.mark.slow
def test_what_goes_wrong_is_told(tmp_path):
    """A database that cannot be opened is an error here too."""
    (tmp_path / "slotwise.db").write_bytes(b"no database" * 100)

    with pytest.raises(PopulationError, match="cannot be made"):
        Renewing(tmp_path, tmp_path / "population").run()


@pytest.mark.parametrize(("age", "runs"), [(None, 0), (10.0, 0), (31.0, 1), (3_000.0, 1)])
def test_a_chore_is_done_once(tmp_path, monkeypatch, age, runs):
    """Without columns nothing is made, and what another worker has just made is left."""
    done = []
    monkeypatch.setattr(Renewing, "run", lambda self, wait=20.0: done.append(wait))
    if age is not None:
        (tmp_path / MANIFEST).write_text("{}")
        os.utime(tmp_path / MANIFEST, (time.time() - age, time.time() - age))
    Renewing(tmp_path, tmp_path).tick(60.0)

    assert done == [0.0] * runs


def test_a_chore_that_fails_is_tried_again_later(tmp_path, monkeypatch):
    """Another builder at work is no reason to end the worker's thread."""

    def fail(self, wait=20.0):
        raise PopulationError("somebody else")

    monkeypatch.setattr(Renewing, "run", fail)
    (tmp_path / MANIFEST).write_text("{}")
    os.utime(tmp_path / MANIFEST, (0, 0))
    Renewing(tmp_path, tmp_path).tick(60.0)
