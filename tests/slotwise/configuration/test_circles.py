"""Circles over several documents: nothing may depend on itself."""

from slotwise.configuration import Configuration
from slotwise.configuration.circles import circles

TAG = {"tag": "t", "behaviour": "left", "window_days": 7.0, "expiry_days": 7.0}


def found(tag_when, audience_when):
    """The circles of a tag and an audience."""
    documents = {"tags": [{**TAG, "when": tag_when}], "audiences": [{"audience": "a", "when": audience_when}]}
    configuration, _ = Configuration.look_at(documents)
    return circles(configuration.entries)


def test_an_audience_that_depends_on_itself():
    """By way of a tag that asks for the audience, which reads tags."""
    (circle,) = found('audience("a")', '"t" in tags')

    assert (circle.pointer, circle.code) == ("/audiences/0", "reference_circular")
    assert "a -> t -> a" in circle.detail


def test_what_depends_on_something_else_is_no_circle():
    """One way is allowed."""
    assert found('person.city == "x"', '"t" in tags') == []
    assert found('audience("a")', 'person.city == "x"') == []
    assert found('audience("nobody")', '"t" in tags') == []
