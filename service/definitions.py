"""Definitions: the documents that a command measures by: those given, those in effect, or those of the demo world."""

from pathlib import Path

from service.configuration.history import History
from service.settings import Settings
from service.stores.opening import opened
from service.stores.revisions import Revisions
from slotwise.configuration import Configuration, read_folder, seeded
from slotwise.documents.metrics import Metric
from slotwise.documents.probes import Probe
from slotwise.documents.processes import Process

_WORLD = "echannel"


def definitions(settings: Settings, folder: Path | None = None) -> Configuration:
    """Return the documents of a folder of `<kind>.json` files, or else those in effect in an installation.

    Metrics, processes and probes of which nothing is configured are those of the demo world. Raises
    ConfigurationError for a folder whose documents are wrong, StoreError.
    """
    given = Configuration.read(read_folder(folder)) if folder is not None else in_effect(settings)
    for kind in (Metric, Process, Probe):
        if not given.of(kind):
            given = given.with_document(kind.name, seeded(_WORLD).of(kind))
    return given


def in_effect(settings: Settings) -> Configuration:
    """Return what is in effect in an installation, an empty configuration where there is none; raise StoreError."""
    if not is_installed(settings):
        return Configuration()
    with opened(settings) as database:
        return History(Revisions(database)).newest().configuration


def is_installed(settings: Settings) -> bool:
    """Tell whether there is a database, so that looking for one makes none."""
    return bool(settings.database) or (settings.data_dir / "slotwise.db").exists()
