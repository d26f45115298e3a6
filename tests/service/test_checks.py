"""Checks: what is in order, what is not, and what to do about it."""

import socket

from service.checks import Check, examine
from service.settings import Settings
from tests import servers


def found(settings: Settings) -> dict[str, Check]:
    """Checks by name."""
    return {each.name: each for each in examine(settings)}


def test_an_installation_in_order(data_dir_of_test):
    """Everything is told to be well, with what was found."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    checks = found(Settings(data_dir=data_dir_of_test, port=port))

    assert [each.name for each in checks.values() if not each.ok] == []
    assert checks["shelf"].found == "checkerboard version 1, whole"
    assert "slotwise.db" in checks["database"].found
    assert checks["states"].found == "in the database alone"


def test_the_store_of_copies_is_asked(data_dir_of_test):
    """Where it is, without its password; that it does not answer, and what to do."""
    with servers.redis() as url:
        there = found(Settings(data_dir=data_dir_of_test, states=url))["states"]
    away = found(Settings(data_dir=data_dir_of_test, states=url))["states"]

    assert (there.ok, there.found) == (True, f"copied to Redis, {url.rpartition('//')[2]}")
    assert not away.ok
    assert "does not answer" in away.found
    assert "SLOTWISE_STATES" in away.advice


def test_everything_that_can_be_wrong_is_told_with_advice(tmp_path, monkeypatch):
    """Nothing published, a port that is taken, threads unset, a database that is none: all in one look."""
    monkeypatch.setenv("OMP_NUM_THREADS", "8")
    (tmp_path / "x.db").write_bytes(b"no database" * 1_000)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        checks = found(Settings(data_dir=tmp_path, port=port, database=f"sqlite:///{tmp_path / 'x.db'}"))

    assert {name for name, each in checks.items() if not each.ok} == {"threads", "database", "shelf", "port"}
    assert "promote" in checks["shelf"].advice
    assert "--port" in checks["port"].advice


def test_a_damaged_bundle_is_found(data_dir_of_test):
    """The bundle in use is verified file by file."""
    path = next((data_dir_of_test / "shelf").rglob("blend/weights.npy"))
    path.write_bytes(path.read_bytes()[:-1] + b"\xff")

    assert "damaged" in found(Settings(data_dir=data_dir_of_test))["shelf"].found
