"""A batch against the log: verdicts, exposures and attribution, without any database."""

from service.stores import batch
from service.stores.log_sql import Shown
from service.stores.new_events import NewEvent, Status
from slotwise.events import Event


def new(event_id, digest=b"1", kind="click", at=1_000, **fields):
    """An event to be stored."""
    return NewEvent(Event(event_id, at, "p", kind, **fields), 2_000, digest=digest)


def shown(decision_id="d", at=1_000, touchpoint="home", slot=1):
    """An exposure that was stored."""
    return Shown("p", "c", decision_id, slot, touchpoint, "x", at)


def test_the_first_of_an_id_is_the_event():
    """In the log or in the batch; an event from before there were digests is the same as any of its id."""
    given = [new("a"), new("a"), new("a", b"2"), None, new("b", b"2"), new("c", b"3"), new("d", None), new("d", b"9")]

    assert batch.judge(given, {"b": b"1", "c": None}) == [
        Status.ACCEPTED,
        Status.DUPLICATE,
        Status.CONFLICT,
        Status.ERASED,
        Status.CONFLICT,
        Status.DUPLICATE,
        Status.ACCEPTED,
        Status.DUPLICATE,
    ]


def test_only_exposures_of_a_decision_have_a_placement():
    """The slot is 0 where it is not known."""
    assert batch.placement(Event("e", 1, "p", "exposure", content_id="c", decision_id="d")) == ("d", 0, "c")
    assert batch.placement(Event("e", 1, "p", "exposure", content_id="c")) is None
    assert batch.placement(Event("e", 1, "p", "exposure", decision_id="d")) is None
    assert batch.placement(Event("e", 1, "p", "click", content_id="c", decision_id="d")) is None


def test_the_first_exposure_of_a_placement_is_kept():
    """One row for each placement, and the others are repeats, as are those that were noted before."""
    events = [
        Event("1", 5, "p", "exposure", content_id="c", decision_id="d"),
        Event("2", 6, "p", "exposure", content_id="c", decision_id="d"),
        Event("3", 7, "p", "exposure", content_id="c", decision_id="e"),
        Event("4", 8, "p", "view"),
    ]
    rows = batch.exposure_rows(events)

    assert [(key, row[-1]) for key, row in rows.items()] == [(("d", 0, "c"), 5), (("e", 0, "c"), 7)]
    assert batch.repeats(events, {("d", 0, "c")}) == [False, True, True, False]


def test_an_only_exposure_in_time_is_taken():
    """Both ends of the window belong to it; what the event says itself is kept."""
    click = new("e", content_id="c", at=6_000)

    assert batch.attribute(click, [shown()], {"home": 5_000}).event.decision_id == "d"
    assert batch.attribute(click, [shown(at=6_000)], {"home": 5_000}).event.slot == 1
    assert batch.attribute(click, [shown(slot=0)], {}).event.slot is None
    assert batch.attribute(new("e", content_id="c", product_id="y"), [shown()], {}).event.product_id == "y"


def test_what_is_not_clear_is_left_open():
    """Two exposures, one out of time, one somewhere else, or none."""
    click = new("e", content_id="c", at=6_001, touchpoint="bill")
    plain = new("e", content_id="c", at=6_001)
    for found, windows in (
        ([shown(), shown("d2")], {}),
        ([shown()], {"home": 5_000}),
        ([shown(at=7_000)], {}),
        ([], {}),
        ([shown(at=6_001 - batch.WINDOW_MS - 1)], {}),
    ):
        assert batch.attribute(plain, found, windows) is plain
    assert batch.attribute(click, [shown()], {}) is click


def test_what_has_a_decision_needs_none():
    """Exposures and events that name their decision, or no content, are never attributed."""
    assert batch.unattributed(Event("e", 1, "p", "click", content_id="c"))
    assert not batch.unattributed(Event("e", 1, "p", "click", content_id="c", decision_id="d"))
    assert not batch.unattributed(Event("e", 1, "p", "exposure", content_id="c"))
    assert not batch.unattributed(Event("e", 1, "p", "click"))
