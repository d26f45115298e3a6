"""Copies that are due: few columns, and the oldest are found first."""

from service.stores.tables import STATES, UNCOPIED


def test_it_fits_beside_the_states():
    """One row a person, with ids as long as there."""
    assert UNCOPIED.c.person_id.type.length == STATES.c.person_id.type.length
    assert [column.name for column in UNCOPIED.primary_key] == ["person_id"]
    assert any(list(index.columns.keys()) == ["revision"] for index in UNCOPIED.indexes)
