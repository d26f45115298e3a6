"""Identities: an outside identifier has one person at a time."""

from service.stores.identities import Identities


def test_the_first_linked_identity_decides(database):
    """In the order given; what is not linked is passed over."""
    identities = Identities(database)
    with database.write() as connection:
        identities.link(connection, "p1", {"phone": "139", "card": "7"})
        identities.link(connection, "p2", {"mail": "a@b"})
        identities.link(connection, "p3", {})

    assert identities.find({"openid": "x", "phone": "139"}) == "p1"
    assert identities.find({"mail": "a@b", "phone": "139"}) == "p2"
    assert identities.find({"phone": "140"}) is None
    assert identities.find({"card": "139"}) is None
    assert identities.find({}) is None


def test_a_link_moves(database):
    """Linked again, an identifier belongs to the new person."""
    identities = Identities(database)
    for person_id in ("p1", "p2"):
        with database.write() as connection:
            identities.link(connection, person_id, {"phone": "139"})

    assert identities.find({"phone": "139"}) == "p2"
