"""Databases of the test's own, with their tables: SQLite in a file, PostgreSQL on a server that the session starts."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from service.stores.database import Database
from tests import servers

MakeUrl = Callable[[], str]
_NUMBERS = count()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server with a template database that has the tables: the URL of its database `postgres`."""
    with servers.postgres() as url:
        _create(url, "template_slotwise")
        prepared = Database(_named(url, "template_slotwise"))
        prepared.prepare()
        prepared.close()
        yield url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """A Redis server: its URL."""
    with servers.redis() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The URL of a PostgreSQL database with the tables, of the test's own."""
    name = f"test_{next(_NUMBERS)}"
    _create(postgres_server, name, "template_slotwise")
    return _named(postgres_server, name)


@pytest.fixture
def bare_postgres_url(postgres_server: str) -> str:
    """The URL of a PostgreSQL database without any tables."""
    name = f"bare_{next(_NUMBERS)}"
    _create(postgres_server, name)
    return _named(postgres_server, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with the tables: every test that asks for it runs over both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database of each kind, open."""
    made = Database(database_url)
    made.prepare()
    yield made
    made.close()


def _create(server: str, name: str, template: str = "template1") -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[call-overload]


def _named(server: str, name: str) -> Any:
    return server.rpartition("/")[0] + "/" + name
