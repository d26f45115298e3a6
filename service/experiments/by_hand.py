"""By hand: the experiments of an installation for a command, which serves nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.configuration.by_hand import by_hand as configuration_by_hand
from service.experiments.installed import Installed, installed


@contextmanager
def by_hand(data_dir: Path | None) -> Iterator[Installed]:
    """The experiments of a data folder, the settings' own by default; raise StoreError, ShelfError, BundleError."""
    with configuration_by_hand(data_dir) as found:
        yield installed(found.settings, found.database, found.history, found.changing)
