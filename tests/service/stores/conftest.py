"""A database of the test's own, with its tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.stores.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An SQLite database in a file."""
    made = Database(f"sqlite:///{tmp_path / 'store.db'}")
    made.prepare()
    yield made
    made.close()
