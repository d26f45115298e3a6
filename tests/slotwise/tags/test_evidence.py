"""Evidence: the very events that made a person hold a tag."""

from slotwise import person
from slotwise.documents.tags import Tag
from slotwise.tags import compiled, evidence
from tests.worlds import DAY, START, make_events, make_moment

NOW = START + 40 * DAY


def held(checkerboard, events, **more):
    """The evidence of one tag for a person of these events: (kind, product, days ago)."""
    tag = Tag.model_validate({"tag": "t", "window_days": 7.0, "expiry_days": 10.0, "category": "plan", **more})
    made = [each for kind, product, ago in events for each in make_events("p", [product], NOW - int(ago * DAY), kind)]
    moment = make_moment(checkerboard, person.fold(person.empty("p"), made), NOW)
    return evidence(compiled([tag], checkerboard.catalog), moment, 0)


def test_count_times_products_and_end(checkerboard):
    """Those of the window that ends with the event that reached the threshold last."""
    events = [("view", "p0", 20), ("view", "p0", 5), ("click", "p6", 3), ("view", "p2", 1)]
    found = held(checkerboard, events, behaviour="browsed", threshold=2)

    assert (found.count, found.first, found.last) == (2, NOW - 5 * DAY, NOW - 3 * DAY)
    assert found.products.tolist() == [0, 6]
    assert found.expires == NOW + 7 * DAY


def test_what_was_left_before_a_finish_is_no_evidence(checkerboard):
    """Only what is open still speaks."""
    events = [("leave", "p0", 5), ("convert", "p0", 4), ("leave", "p6", 3)]
    found = held(checkerboard, events, behaviour="left")

    assert (found.count, found.products.tolist()) == (1, [6])


def test_returns_are_told(checkerboard):
    """Two visits after the first."""
    events = [("view", "p0", 5), ("view", "p0", 4), ("click", "p0", 4 - 0.001), ("view", "p0", 2)]
    assert held(checkerboard, events, behaviour="returned", threshold=2).count == 2


def test_no_tag_no_evidence(checkerboard):
    """Whoever does not hold a tag has none."""
    assert held(checkerboard, [("view", "p0", 12)], behaviour="browsed") is None
