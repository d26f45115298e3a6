"""Naming: an operator is told the entry, also one that could not be read."""

from slotwise.configuration import Configuration
from slotwise.configuration.naming import named
from slotwise.documents import Problem


def test_the_entry_is_told_by_its_id():
    """Of what cannot be read, what reads wrongly, and what nobody named."""
    documents = {
        "audiences": [{"audience": "a", "when": "state.purchases > 1"}, {"audience": "b", "when": "state.nothing > 1"}]
    }
    (problem,) = Configuration.look_at(documents)[1]
    assert (problem.pointer, problem.entry) == ("/audiences/1/when", "b")

    unread = {"audiences": [{"audience": "c", "wen": "x"}, {"when": "state.purchases > 1"}, "d"]}
    told = {(each.pointer, each.entry) for each in Configuration.look_at(unread)[1]}
    assert ("/audiences/0/wen", "c") in told
    assert ("/audiences/1/audience", "") in told
    assert {entry for at, entry in told if at.startswith("/audiences/2")} == {""}


def test_what_leads_into_no_entry_has_none():
    """A document as a whole, a place that is none, another kind of document."""
    found = [Problem(at, "code", "detail") for at in ("", "/tags", "/tags/9/status", "/nothing/0", "/tags/x")]
    assert [each.entry for each in named(found, {"tags": [{"tag": "t"}], "nothing": [{"tag": "t"}]})] == [""] * 5
