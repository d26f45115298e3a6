"""Checking: pointers lead to the place in the whole, and nothing is told twice."""

from slotwise.conditions import Condition, Vocabulary
from slotwise.configuration import Configuration
from slotwise.configuration.checking import conditions_wrong, problems
from slotwise.documents import World
from slotwise.documents.audiences import Audience

AUDIENCE = {"audience": "a", "when": "state.nothing > 1"}


def test_the_place_is_told():
    """Of the second audience the condition, with its column."""
    documents = {"audiences": [{**AUDIENCE, "when": "state.purchases > 1"}, {**AUDIENCE, "audience": "b"}]}
    configuration, (problem,) = Configuration.look_at(documents)

    assert (problem.pointer, problem.code) == ("/audiences/1/when", "field_unknown")
    assert "column 1" in problem.detail
    assert [each._replace(entry="b") for each in problems(configuration.entries, World())] == [problem]


def test_a_field_reads_what_it_may():
    """An audience is about the person alone, whatever else is known."""
    entry = Audience(audience="a", when=Condition.of('context.channel == "app"'))
    known = Vocabulary({"context.channel": "text", "person.city": "text"})

    assert [each.code for each in conditions_wrong(entry, known)] == ["field_unknown"]


def test_a_fact_that_would_lead_in_a_circle_is_told_once():
    """By the entry that knows why it may not be read, and not as a fact that there is not."""
    tag = {"tag": "t", "title": "t", "behaviour": "browsed", "window_days": 7.0, "expiry_days": 7.0, "owner": "o"}
    found = Configuration.look_at({"tags": [{**tag, "when": '"x" in tags'}]})[1]
    assert [each.code for each in found if each.pointer == "/tags/0/when"] == ["reference_circular"]
