"""Installed: the configuration of an installation, put together from its stores and its models."""

from dataclasses import dataclass
from pathlib import Path

from service.configuration.changing import Changing
from service.configuration.copy import Copy
from service.configuration.following import Following
from service.configuration.ground import of_serving
from service.configuration.history import History
from service.metrics import Metrics
from service.models import Models
from service.stores.database import Database
from service.stores.revisions import Revisions
from service.stores.states import States
from slotwise.configuration import Configuration

_COPY = "configuration.json"


@dataclass(frozen=True)
class Installed:
    """Reads, changes and follows the configuration."""

    history: History
    changing: Changing
    following: Following


def installed(data_dir: Path, database: Database, models: Models, states: States, metrics: Metrics) -> Installed:
    """Return the configuration of an installation; before there is a revision it is what the live bundle brought."""

    def first() -> Configuration:
        serving = models.current
        return Configuration() if serving is None else (serving.trained or serving.model).configuration

    history = History(Revisions(database), first)
    changing = Changing(history, lambda: of_serving(models.current, states))
    return Installed(history, changing, Following(history, models, Copy(data_dir / _COPY), metrics))
