"""Values never become part of a statement's text."""

from slotwise.measures.query import Query


def test_values_become_parameters():
    """Each value has a mark of its own, as the database writes them."""
    query = Query("${}")

    assert query.values(["a'; DROP TABLE events; --", 2]) == "$p0, $p1"
    assert query.parameters == {"p0": "a'; DROP TABLE events; --", "p1": 2}
