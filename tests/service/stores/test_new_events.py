"""What the log takes in: words that go into answers and columns as they are."""

from service.stores.new_events import Attributed, NewEvent, Status, Verdict
from slotwise.events import Event


def test_words_are_what_answers_say():
    """Statuses and attributions are plain texts."""
    assert [each.value for each in Status] == ["accepted", "duplicate", "conflict", "erased"]
    assert [str(each) for each in Attributed] == ["token", "given", "inferred", ""]


def test_an_event_needs_no_more_than_its_arrival():
    """Everything beside it has a default that says nothing."""
    new = NewEvent(Event("e", 1, "p", "click"), 2)

    assert (new.digest, new.skew_ms, new.attributed) == (None, 0, "")
    assert Verdict(Status.ACCEPTED).attributed == ""
