"""Tombstones: who was erased is known again, and nobody can read from them who it was."""

import pytest

from service.stores.tombstones import Tombstones

IDS = ["p", "member:m", "a name with 汉字 and \ud800"]


@pytest.fixture
def tombstones(database):
    """Tombstones on each kind of database."""
    return Tombstones(database, b"a secret of these tests")


def test_the_erased_are_known_again(database, tombstones):
    """Every id that was buried is found among any number of others, and leads to the receipt."""
    with database.write() as connection:
        assert tombstones.erased(connection, IDS) == set()
        tombstones.bury(connection, IDS, 5, "er_1")
        others = [f"somebody else {number}" for number in range(1_200)]

        assert tombstones.erased(connection, [*others, *IDS]) == set(IDS)
        assert tombstones.erased(connection, others) == set()
        assert tombstones.erased(connection, []) == set()
    assert tombstones.receipt("member:m") == "er_1"
    assert tombstones.receipt("member:n") is None


def test_digests_are_keyed(database, tombstones):
    """Without the installation's secret an id cannot be found by trying; the same id always has the same digest."""
    other = Tombstones(database, b"another secret")

    assert tombstones.digest("p") == tombstones.digest("p")
    assert tombstones.digest("p") != other.digest("p")
    assert len(tombstones.digest("p")) == 32


def test_the_first_receipt_stays(database, tombstones):
    """Erasing again changes nothing."""
    with database.write() as connection:
        tombstones.bury(connection, ["p"], 5, "er_1")
        tombstones.bury(connection, ["p"], 6, "er_2")

    assert tombstones.receipt("p") == "er_1"
