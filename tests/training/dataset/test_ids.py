"""Ids are sorted, and every row of a column finds the code of its id."""

from slotwise.analysis.folder import events_file
from slotwise.analysis.query import connect
from training.dataset.ids import PERSONS, find_codes, make_ids


def test_codes_are_places_among_the_sorted_ids(small, tmp_path):
    """Distinct and without null; rows keep their places; unknown ids and columns that are not there are -1."""
    file = events_file(small)
    with connect(tmp_path) as connection:
        ids = make_ids(connection, PERSONS, "SELECT unnest(['bob', NULL, 'al', 'bob']) AS id")

        assert ids.to_pylist() == ["al", "bob"]
        assert find_codes(connection, PERSONS, file, "person_id").tolist() == [-1, 1, 1, -1]
        assert find_codes(connection, PERSONS, file, "nobody").tolist() == [-1, -1, -1, -1]


def test_ids_are_sorted_by_their_bytes(tmp_path):
    """The same order everywhere: capitals first, then small letters, then all other scripts."""
    with connect(tmp_path) as connection:
        ids = make_ids(connection, PERSONS, "SELECT unnest(['é', 'a', '用', 'B', '🎁', '10', '9']) AS id")

    assert ids.to_pylist() == ["10", "9", "B", "a", "é", "用", "🎁"]
