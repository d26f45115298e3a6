"""The tag book: a tag's way from proposed to retired, each step a revision."""

import pytest

from service.configuration.edits import replaced
from service.tag_book import TagBook
from slotwise.errors import ConfigurationError, UnknownDocumentError

TAG = {"tag": "looks", "behaviour": "browsed", "category": "plan", "window_days": 7.0, "expiry_days": 7.0}


@pytest.fixture
def book(service):
    """The book of an installation without tags."""
    return TagBook(service.configuration.changing, service.audiences)


def test_the_whole_way(book):
    """Proposed, approved, live, retired: one revision each, with who and why."""
    made, _ = book.propose({**TAG, "status": "live"}, "ann", "to see")
    assert (made.author, book.get("looks").status) == ("ann", "proposed")
    for status in ("approved", "live", "retired"):
        made, _ = book.move("looks", status, "bo", "next")
        assert (made.reason, book.get("looks").status) == ("next", status)


def test_no_step_is_left_out(book):
    """A proposed tag does not go live by itself, and nothing changes."""
    book.propose(TAG, "ann", "to see")
    with pytest.raises(ConfigurationError, match="cannot become live"):
        book.move("looks", "live", "ann", "in a hurry")
    assert book.get("looks").status == "proposed"


def test_a_step_that_was_taken_makes_no_revision(book):
    """Approving twice."""
    book.propose(TAG, "ann", "to see")
    book.move("looks", "approved", "ann", "good")
    made, _ = book.move("looks", "approved", "ann", "good")
    assert made is None


@pytest.mark.parametrize("entry", [{}, {**TAG, "threshold": 0}, {**TAG, "category": "fish"}])
def test_a_wrong_tag_is_refused(book, entry):
    """It says what is wrong, and is not written."""
    with pytest.raises(ConfigurationError):
        book.propose(entry, "ann", "to see")
    assert book.entries() == {}


def test_unknown_tags_are_told(book):
    """With those that there are."""
    with pytest.raises(UnknownDocumentError):
        book.move("none", "retired", "ann", "gone")


def test_a_tag_that_nearly_everybody_holds_is_marked(book, service, client):
    """Once it is counted."""
    service.configuration.changing.apply(replaced({"tags": [{**TAG, "status": "live"}]}), "tests", "tags")
    service.configuration.following.tick()
    events = [
        {"event_id": f"{place}", "type": "view", "person": {"id": f"p{place}"}, "product_id": "p0"}
        for place in range(3)
    ]
    client.post("/v1/events", json={"events": events})
    service.audiences.renewing.run()
    (found,) = book.list(counts=True)["data"]
    assert (found["held_by"], found["matches_everybody"]) == (3, True)
