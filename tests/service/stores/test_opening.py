"""A command gets a database that it can use at once, and leaves none of its connections behind."""

from pathlib import Path

import pytest
from sqlalchemy import inspect

from service.settings import Settings
from service.stores.opening import opened
from service.stores.tables import METADATA
from slotwise.errors import StoreError


def test_a_database_is_made_and_closed(tmp_path: Path) -> None:
    """All tables are there, and the write-ahead log is gone with the last connection."""
    with opened(Settings(data_dir=tmp_path)) as database:
        assert {*METADATA.tables} <= {*inspect(database.engine).get_table_names()}
    assert not (tmp_path / "slotwise.db-wal").exists()


def test_it_is_closed_when_the_work_fails(tmp_path: Path) -> None:
    """Whatever the command raises is what is raised."""
    with pytest.raises(ZeroDivisionError), opened(Settings(data_dir=tmp_path)):
        raise ZeroDivisionError
    assert not (tmp_path / "slotwise.db-wal").exists()


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    """A folder that is a file holds no database."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreError), opened(Settings(data_dir=tmp_path / "file")):
        pass
