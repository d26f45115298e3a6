"""By hand: the configuration for a command that works on the database and serves nothing; the model is loaded only
when something has to be checked against it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.configuration.changing import Changing
from service.configuration.ground import of_model
from service.configuration.history import History
from service.published import published
from service.settings import Settings, settings_of
from service.stores.database import Database
from service.stores.opening import opened
from service.stores.revisions import Revisions
from service.stores.states import States
from slotwise.configuration import Configuration
from slotwise.model import Model


@dataclass(frozen=True)
class ByHand:
    """Reads and changes the configuration."""

    settings: Settings
    database: Database
    history: History
    changing: Changing


@contextmanager
def by_hand(data_dir: Path | None) -> Iterator[ByHand]:
    """The configuration of a data folder, the settings' own by default; raise StoreError, ShelfError, BundleError."""
    settings = settings_of(data_dir)

    @cache
    def model() -> Model | None:
        return published(settings)

    def first() -> Configuration:
        found = model()
        return Configuration() if found is None else found.configuration

    with opened(settings) as database:
        history, states = History(Revisions(database), first), States(database)
        changing = Changing(history, lambda: of_model(model(), states, int(time.time() * 1_000)))
        yield ByHand(settings, database, history, changing)
