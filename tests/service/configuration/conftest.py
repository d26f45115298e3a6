"""An installation's history of revisions, and ways to change it, without a server."""

from pathlib import Path

import pytest

from service.configuration.changing import Changing
from service.configuration.ground import Ground
from service.configuration.history import History
from service.stores.database import Database
from service.stores.revisions import Revisions
from slotwise import person


@pytest.fixture
def database(tmp_path: Path):
    """A database of the test's own."""
    found = Database(f"sqlite:///{tmp_path / 'store.db'}")
    found.prepare()
    yield found
    found.close()


@pytest.fixture
def history(database):
    """A history without a revision."""
    return History(Revisions(database))


@pytest.fixture
def changing(history, checkerboard):
    """Changes that are tried on the checkerboard, for somebody unknown."""
    ground = Ground(checkerboard, checkerboard.start, [person.empty("")])
    return Changing(history, lambda: ground, clock=lambda: 1_700_000_000.0)
