"""Whom a campaign was for: everybody to whom its audience was given out."""

from service.stores.tables import AUDIENCE_EXPORTS, AUDIENCE_MEMBERS
from service.stores.treated import treated


def test_treated_persons_of_all_exports(database):
    """Without those held out, those of other audiences, and what was given out afterwards."""
    exports = [("x1", "leavers", 5), ("x2", "leavers", 7), ("x3", "leavers", 20), ("x4", "others", 5)]
    members = [("x1", "a", 1), ("x1", "b", 0), ("x2", "c", 1), ("x2", "a", 1), ("x3", "d", 1), ("x4", "e", 1)]
    with database.write() as connection:
        for name, audience, at in exports:
            row = {"export_id": name, "audience": audience, "made_at": at, "author": "lin"}
            connection.execute(AUDIENCE_EXPORTS.insert(), row | {"treated": 1, "held_out": 0, "body": "{}"})
        for name, person, given in members:
            row = {"export_id": name, "person_id": person, "treated": given}
            connection.execute(AUDIENCE_MEMBERS.insert(), row)

    assert treated(database, "leavers", 10) == {"a", "c"}
    assert treated(database, "nobody", 10) == set()
