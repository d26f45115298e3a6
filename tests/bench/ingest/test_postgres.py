"""PostgreSQL under measurement: an empty database on a server of its own, or the one that is named."""

import os

import pytest

from bench.ingest.postgres import Server, postgres

psycopg = pytest.importorskip("psycopg", reason="psycopg comes with the extra [postgres]")


def test_a_server_is_started_and_ended() -> None:
    """Its process is told, and is gone afterwards."""
    try:
        with postgres() as server:
            assert server.process is not None
            os.kill(server.process, 0)
            with psycopg.connect(server.url) as connection:
                tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
                assert connection.execute(tables).fetchone() == (0,)
    except FileNotFoundError as error:
        pytest.skip(str(error))

    with pytest.raises(ProcessLookupError):
        os.kill(server.process, 0)


def test_a_server_of_ones_own_may_be_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is used as it is, and whose processes are its own nobody knows."""
    monkeypatch.setenv("SLOTWISE_BENCH_POSTGRES", "postgresql://db.internal/empty")
    with postgres() as server:
        assert server == Server("postgresql://db.internal/empty")
