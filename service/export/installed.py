"""Installed: the exporter of an installation, put together from its settings."""

from collections.abc import Collection

from service.configuration.history import History
from service.export.exporting import Exporter
from service.published import published
from service.secret import find_secret
from service.settings import Settings
from service.stores.assignments import Assignments
from service.stores.database import Database
from service.stores.decisions import Decisions
from service.stores.log_days import LogDays
from service.stores.pruning import Pruning
from service.stores.revisions import Revisions
from service.stores.tombstones import Tombstones
from slotwise.model import Model


def exporter(settings: Settings, database: Database) -> Exporter:
    """Return the exporter; the catalogue is that of the model that the shelf's alias names, if there is one."""
    tombstones = Tombstones(database, find_secret(settings))

    def erased(ids: Collection[str]) -> set[str]:
        with database.write() as connection:
            return tombstones.erased(connection, ids)

    pruned = Pruning(database).until()
    log, decisions, assignments = LogDays(database), Decisions(database), Assignments(database)
    return Exporter(log, decisions, assignments, _configured(settings, database), pruned, erased)


def _configured(settings: Settings, database: Database) -> Model | None:
    """The published model with the newest revision of the configuration, as workers serve it."""
    model, newest = published(settings), History(Revisions(database)).newest()
    return model.configured(newest.configuration) if model is not None and newest.revision else model
