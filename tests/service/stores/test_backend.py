"""Backends: what every database is unless its own file says otherwise."""

import pytest

from service.stores.database import Database
from service.stores.log_sql import LogSql
from slotwise.errors import StoreError


@pytest.mark.parametrize("url", ["sqlite:///:memory:", "postgresql://host/db"])
def test_every_backend_can_be_made_without_a_connection(url):
    """Before a fork nothing is opened; the log's statements are there."""
    database = Database(url)
    backend = database._backend

    assert isinstance(backend.log, LogSql)
    assert backend.url.get_backend_name() == url.partition(":")[0]
    assert backend.refused(ValueError("a mistake of ours"))
    assert not backend.again(StoreError("no other transaction's fault"))
    backend.ready()


def test_a_query_is_written_as_the_driver_wants_it():
    """Its parameters are ? everywhere else."""
    query = "SELECT 1 FROM events WHERE seq = ?"

    assert Database("sqlite://")._backend.query(query) == query
    assert Database("postgresql://host/db")._backend.query(query).endswith("seq = %s")
