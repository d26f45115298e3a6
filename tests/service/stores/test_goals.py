"""Goals: who did something in a stretch of the log, day by day, of some products or of all."""

from service.stores.goals import Goals
from slotwise.events import Event
from tests.service.stores.linking import Persons

DAY = 86_400_000


def test_goals_are_found(database):
    """The type, the stretch and the products decide; an event on the last moment does not count."""
    made = Persons(database)
    for number, (kind, at, product) in enumerate(
        [
            ("convert", 5, "a"),
            ("convert", 2 * DAY, "b"),
            ("convert", 3 * DAY, "a"),
            ("click", 6, "a"),
            ("convert", 7, None),
        ]
    ):
        made.send(Event(f"e{number}", at, f"p{number}", kind, product_id=product))
    goals = Goals(database)

    assert goals.reached("convert", 0, 3 * DAY) == {"p0", "p1", "p4"}
    assert goals.reached("convert", 0, 3 * DAY, {"a"}) == {"p0"}
    assert goals.reached("convert", 6, 3 * DAY + 1, ["a", "b"]) == {"p1", "p2"}
    assert goals.reached("click", 0, DAY) == {"p3"}
    assert goals.reached("convert", DAY, DAY) == set()
