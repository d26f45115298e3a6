"""Exports of audiences in the store: what is written is read, in pages, and the limit counts both sides."""

from dataclasses import replace

import pytest

from service.stores.audience_exports import AudienceExports, Export
from slotwise.errors import UnknownAudienceError


def export(name="ax_1", made_at=1_000, audience="a"):
    """An export of four persons."""
    return Export(name, audience, made_at, "anna", 3, 3, 1, {"state": "noted", "products": ["x"]})


@pytest.fixture
def exports(database):
    """Two exports of one audience, and one of another."""
    found = AudienceExports(database)
    with database.write() as connection:
        for name, made_at, audience in (("ax_1", 1_000, "a"), ("ax_2", 2_000, "a"), ("ax_3", 3_000, "b")):
            found.add(connection, export(name, made_at, audience))
            found.add_members(connection, name, [(f"p_{n}", n != 2) for n in range(4)])
    return found


def test_an_export_is_read_as_written(exports):
    """Everything comes back, and another one is not there."""
    assert exports.get("ax_1") == export()
    with pytest.raises(UnknownAudienceError):
        exports.get("ax_9")


def test_the_latest_comes_first(exports):
    """Exports are listed by audience."""
    assert [each.export_id for each in exports.of("a")] == ["ax_2", "ax_1"]
    assert exports.of("none") == []


def test_members_come_in_bites(exports):
    """All members, or those of one side, by id."""
    assert list(exports.members("ax_1", batch=3)) == [
        [("p_0", True), ("p_1", True), ("p_2", False)],
        [("p_3", True)],
    ]
    assert list(exports.members("ax_1", treated=False)) == [[("p_2", False)]]
    assert exports.page("ax_1", 2) == ["p_0", "p_1"]
    assert exports.page("ax_1", 2, "p_1") == ["p_3"]


def test_what_became_of_it_is_noted(exports, database):
    """Counts and state can be noted later."""
    with database.write() as connection:
        exports.finish(connection, replace(export(), treated=9, body={"state": "sent"}))

    assert (exports.get("ax_1").treated, exports.get("ax_1").body) == (9, {"state": "sent"})


@pytest.mark.parametrize(("since", "most", "who"), [(0, 3, 4), (0, 4, 0), (1_500, 2, 4), (2_500, 2, 0), (3_000, 1, 4)])
def test_who_was_in_often_is_found(exports, since, most, who):
    """Exports of all audiences count from a moment on, and both sides alike."""
    assert len(exports.often(since, most)) == who
