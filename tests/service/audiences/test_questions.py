"""Questions about everybody: sizes, overlaps and previews are those that one by one would give."""

import pytest

from slotwise.conditions import Condition
from slotwise.errors import UnknownAudienceError
from tests.service.audiences.conftest import COUNT

LEAVERS = {f"p_{number:03d}" for number in range(COUNT) if number % 2 == 0 and number % 6}


def test_sizes(town):
    """Members, held-out persons and everybody are counted."""
    questions = town.office.questions()
    size = questions.size("leavers")

    assert (size.members, size.persons) == (len(LEAVERS), COUNT)
    assert 0 < size.held_out < size.members
    assert questions.size("cities").held_out == 0
    assert questions.size_of(Condition.of("person.age < 3")).members == 3


def test_an_audience_of_everybody_is_told(town):
    """An audience that nearly everybody is in says so, another one does not."""
    questions = town.office.questions()

    assert questions.size("all").everybody
    assert not questions.size("leavers").everybody


def test_changes_count_after_a_refresh(town):
    """Who has bought in the meantime is no leaver any more, wherever they stand in the columns."""
    from slotwise.events import Event
    from slotwise.person import apply

    states, before = town.service.states, town.office.questions().size("leavers").members
    name = min(LEAVERS)
    bought = Event("late", town.now - 1_000, name, "convert", product_id=town.products[0])
    with town.service.database.write() as connection:
        states.put(connection, [apply(states.get(name), bought)])

    assert town.office.questions().size("leavers").members == before
    assert town.office.fresh().size("leavers").members == before - 1


def test_members_are_named_with_their_side(town):
    """Every member comes once, held out or not as their hash says."""
    found = {}
    for columns, rows, held in town.office.questions().members("leavers"):
        found |= {columns.part.ids[row]: bool(out) for row, out in zip(rows.tolist(), held.tolist(), strict=True)}

    assert set(found) == LEAVERS
    assert sum(found.values()) == town.office.questions().size("leavers").held_out


def test_overlaps_and_tags(town):
    """Overlaps of audiences and tags agree with their sizes, and with one another."""
    questions = town.office.questions()
    found = questions.overlap(["leavers", "cities", "left", "seen"])
    tags = questions.tags()

    assert found.diagonal().tolist() == [
        questions.size("leavers").members,
        questions.size("cities").members,
        tags["left"],
        tags["seen"],
    ]
    assert (found == found.T).all()
    assert found[0, 2] == len(LEAVERS)
    assert tags["seen"] == COUNT


def test_a_preview_shows_why(town):
    """A few members are shown with the facts that their condition read."""
    shown = town.office.questions().preview("leavers", 5)

    assert 0 < len(shown) <= 5
    for each in shown:
        assert each["person_id"] in LEAVERS
        assert sorted(each["facts"].values()) == [0.0, 1.0]
    assert town.office.questions().preview("capped", 3)[0]["facts"].keys() == {"person.age"}


def test_unknown_names_are_told(town):
    """An audience or tag that there is not is an error that names those that there are."""
    questions = town.office.questions()

    for ask in (questions.size, lambda name: questions.preview(name, 1), lambda name: questions.overlap([name])):
        with pytest.raises(UnknownAudienceError) as found:
            ask("nobody")
        assert "leavers" in found.value.expected
