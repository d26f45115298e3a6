"""Facts of a person's own past, as conditions read them."""

from slotwise import person
from slotwise.events import Event
from slotwise.standing_facts import TOLD
from tests.worlds import DAY, START, make_moment

NOW = START + 40 * DAY


def facts(model, *events):
    """All facts of a person of these events: (kind, product, days ago, value)."""
    made = [
        Event(f"{place}", NOW - int(ago * DAY), "p", kind, product_id=product, value=value)
        for place, (kind, product, ago, value) in enumerate(events)
    ]
    moment = make_moment(model, person.fold(person.empty("p"), made), NOW)
    return {name.removeprefix("state."): told(moment, model.catalog) for name, told in TOLD.items()}


def test_facts_of_a_buyer(checkerboard):
    """Purchases, spend, days since, categories."""
    bought = [("convert", "p0", 9, 5.0), ("convert", "p2", 4, 7.5), ("convert", "p6", 4, None), ("view", "p1", 1, None)]
    assert facts(checkerboard, *bought) == {
        "layer": "loyal", "purchases": 3.0, "spend": 12.5, "days_since_first": 9.0, "days_since_last": 1.0,
        "days_since_purchase": 4.0, "days_to_second_purchase": 5.0, "categories_bought": 2.0, "interactions": 4.0,
    }  # fmt: skip


def test_facts_of_nobody(checkerboard):
    """What never happened is unknown, what is counted is 0."""
    unknown = ("days_since_first", "days_since_last", "days_since_purchase", "days_to_second_purchase")
    found = facts(checkerboard)

    assert [found[each] for each in unknown] == [None] * 4
    assert (found["layer"], found["purchases"], found["spend"], found["categories_bought"]) == ("visitor", 0, 0, 0)
