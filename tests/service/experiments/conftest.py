"""Experiments of an installation, without a server: a history, a shelf with two versions, and who conducts."""

import pytest

from service.configuration.changing import Changing
from service.configuration.ground import Ground
from service.configuration.history import History
from service.experiments.conducting import Conducting
from service.experiments.pinning import Pinning
from service.stores.database import Database
from service.stores.revisions import Revisions
from slotwise import bundle, shelf
from tests.service.experiments.living import START


class Clock:
    """Seconds UTC that tests move."""

    def __init__(self):
        self.now = START / 1_000

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    """A clock that stands until a test moves it."""
    return Clock()


@pytest.fixture
def database(tmp_path):
    """A database of the test's own."""
    found = Database(f"sqlite:///{tmp_path / 'store.db'}")
    found.prepare()
    yield found
    found.close()


@pytest.fixture
def place(tmp_path):
    """A shelf with version 1 as champion and version 2 as challenger."""
    for number, alias in (("1", "champion"), ("2", "challenger")):
        bundle.write(tmp_path / number, {"model": {"text": number}}, {}, {})
        shelf.publish(tmp_path / "shelf", "m", number, tmp_path / number, alias, run_id=f"run{number}")
    return tmp_path / "shelf"


@pytest.fixture
def conducting(database, place, clock):
    """Who conducts the experiments of an installation without a model."""
    history = History(Revisions(database))
    return Conducting(history, Changing(history, Ground, clock), Pinning(place, lambda: "m"), clock)
