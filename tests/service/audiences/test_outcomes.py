"""Outcomes: conversions are counted for the person's side, by the export's goal, inside its window."""

import pytest

from service.audiences.outcomes import told
from slotwise.errors import LiftError
from slotwise.events import Event

DAY = 86_400_000


@pytest.fixture
def made(town):
    """An export of everybody, half of them held out."""
    product = town.products[1]
    town.configure({"audience": "half", "when": "person.age >= 0", "holdout": 0.5, "products": [product]})
    return town.office.giving.note(town.office.questions(), "half", "anna", 7)


def sides(town, made):
    """Treated and held-out persons, sorted."""
    exports = town.office.giving.exports
    return [
        sorted(name for bite in exports.members(made.export_id, side) for name, _ in bite) for side in (True, False)
    ]


def buy(town, persons, after=DAY, product=1, kind="convert"):
    """Have persons do something some time after the export."""
    from service.stores.new_events import NewEvent

    events = [
        Event(f"b{name}{after}{kind}", town.now + after, name, kind, product_id=town.products[product])
        for name in persons
    ]
    town.service.events.add([NewEvent(each, town.now + after) for each in events])


def test_conversions_count_for_their_side(town, made):
    """The lift has the persons of both sides, and those of them who bought."""
    treated, held = sides(town, made)
    buy(town, [*treated[:10], *held[:2]])
    buy(town, treated[:3], after=2 * DAY)
    found = town.office.outcomes.lift(made, town.now + 30 * DAY)

    assert found.lift.treated == (len(treated), 10)
    assert found.lift.held_out == (len(held), 2)
    assert found.complete
    assert found.until - found.since == 14 * DAY


def test_only_the_goal_counts(town, made):
    """Another product, another event, what came before and what came too late do not count; asked for, they do."""
    treated, _ = sides(town, made)
    buy(town, treated[:4], product=2)
    buy(town, treated[:5], kind="click")
    buy(town, treated[:6], after=-DAY)
    buy(town, treated[:7], after=15 * DAY)
    outcomes, later = town.office.outcomes, town.now + 30 * DAY

    assert outcomes.lift(made, later).lift.treated.converted == 0
    assert outcomes.lift(made, later, event="click").lift.treated.converted == 5
    assert outcomes.lift(made, later, days=16.0).lift.treated.converted == 7


def test_a_window_that_is_not_over_says_so(town, made):
    """As long as the window lasts, the lift is told as of now."""
    treated, _ = sides(town, made)
    buy(town, treated[:3])
    found = town.office.outcomes.lift(made, town.now + 3 * DAY)

    assert not found.complete
    assert found.until == town.now + 3 * DAY
    assert found.lift.treated.converted == 3
    assert told(found)["refused"] or told(found)["difference"]


def test_merged_persons_count_once(town, made):
    """Who turns out to be one with somebody of the other side is left out; of the same side they are one."""
    treated, held = sides(town, made)
    town.service.persons.link(treated[0], {}, [held[0]], None)
    town.service.persons.link(treated[1], {}, [treated[2]], None)
    buy(town, treated[:3])
    found = town.office.outcomes.lift(made, town.now + 30 * DAY)

    assert found.in_both == 1
    assert found.lift.treated == (len(treated) - 2, 1)
    assert found.lift.held_out.persons == len(held) - 1


def test_a_window_without_time_is_refused(town, made):
    """No days are no window."""
    with pytest.raises(LiftError):
        town.office.outcomes.lift(made, town.now, days=-1.0)
