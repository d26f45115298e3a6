"""All events arrive, in the order of time, with what was shown among them."""

from slotwise.events import KIND_CODE, OTHER_KIND
from training.dataset import load

HOUR = 3_600_000
EXPOSURE, VIEW, CLICK, CONVERT = (KIND_CODE[name] for name in ("exposure", "view", "click", "convert"))


def test_placements_are_exposures_before_what_came_of_them(small):
    """Without exposures in the log the decisions give them; at the same moment they come first."""
    events = load(small).interactions

    assert events.kind.tolist() == [VIEW, EXPOSURE, EXPOSURE, EXPOSURE, CLICK, EXPOSURE, CONVERT, OTHER_KIND]
    assert (events.time // HOUR).tolist() == [1, 2, 2, 2, 2, 3, 3, 4]
    assert events.slot.tolist()[1:4] == [1, 2, 1]


def test_exposures_of_the_log_are_not_doubled(write, small):
    """A log that has exposures of its own is taken as it is."""
    rows = [(1, "ann", "exposure", "p1"), (2, "ann", "click", "p1")]
    data = load(write(events=(["occurred_at", "person_id", "type", "product_id"], rows)))

    assert data.interactions.kind.tolist() == [EXPOSURE, CLICK]


def test_values_and_sessions(small):
    """No value counts as 0; a session belongs to a person, and its name may repeat with another."""
    events = load(small).interactions
    own = events.take(events.kind != EXPOSURE)

    assert own.value.tolist() == [0.0, 0.0, 9.5, 0.0]
    assert own.session.tolist() == [0, 1, 1, -1]


def test_a_log_out_of_order_is_put_in_order(write):
    """Rows of the same moment keep their order."""
    rows = [(3, "a", "view", "p3"), (1, "a", "view", "p1"), (3, "a", "view", "p2")]
    data = load(write(events=(["occurred_at", "person_id", "type", "product_id"], rows)))

    assert data.interactions.product.tolist() == [0, 2, 1]


def test_an_empty_log_is_an_empty_data_set(write):
    """No event, no person, no product: nothing breaks."""
    data = load(write(events=(["occurred_at", "person_id", "type", "product_id", "session"], [])))

    assert (len(data.interactions), len(data.persons), len(data.catalog.products)) == (0, 0, 0)
