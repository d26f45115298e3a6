"""Remembering: what somebody left and looked at since, in words."""

from service.worklists.remembering import done
from slotwise import person
from slotwise.events import Event

DAY = 86_400_000
LEFT = 1_782_864_000_000
"""2026-07-01 00:00 UTC, which is eight in the morning in Shanghai and the evening before in New York."""


def somebody(*events):
    """A person who did something so many days after they might have left."""
    made = [Event(f"e{day}{kind}", LEFT + day * DAY, "p", kind, product_id=product) for day, kind, product in events]
    return person.fold(person.empty("p"), made)


def test_what_was_left_and_looked_at_since(checkerboard):
    """With titles and the day of the desk's clock; other products, and what was before, are left out."""
    catalog, plans = checkerboard.catalog, {"p0", "p2", "p4"}
    names = {each: catalog.products.titles[catalog.products.ids.find(each)] or each for each in plans}
    state = somebody((-3, "view", "p0"), (0, "leave", "p2"), (1, "view", "p4"), (2, "view", "p4"), (2, "view", "p1"))

    assert done(state, plans, catalog) == (
        f"Left {names['p2']} midway on 2026-07-01, and has looked at {names['p4']} since"
    )
    assert "on 2026-06-30" in done(state, plans, catalog, "America/New_York")
    assert done(somebody((0, "leave", "p2")), plans, catalog) == f"Left {names['p2']} midway on 2026-07-01"


def test_who_left_nothing_is_told_nothing(checkerboard):
    """Nor of a product that is no longer there more than its id."""
    assert done(somebody((0, "view", "p2")), {"p2"}, checkerboard.catalog) == ""
    assert done(somebody((0, "leave", "gone")), {"gone"}, checkerboard.catalog).startswith("Left gone midway")


def test_of_many_some_are_named(checkerboard):
    """The sentence stays one."""
    products = [f"p{number}" for number in range(6)]
    state = somebody((0, "leave", "p0"), *((day, "view", each) for day, each in enumerate(products, start=1)))
    assert done(state, products, checkerboard.catalog).endswith("and 3 more since")
