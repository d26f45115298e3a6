"""The head of a record holds what was asked and what may be kept of the person."""

from dataclasses import replace

from service.asked import DecisionRequest
from service.people import Found
from service.record_head import head
from slotwise import person

ASKED = DecisionRequest.model_validate(
    {
        "person": {"id": "p", "attributes": {"city": "SZ", "age": 30}},
        "touchpoints": [{"touchpoint": "home", "slots": 2}, {"touchpoint": "bill", "exclude": ["c1"]}],
        "session": "s",
    }
)


def _attributes(**known):
    state = replace(person.empty("p"), **known)
    return head("d", 5, Found("p", state, known=True, seq=3), ASKED, "")["attributes"]


def test_attributes_that_the_person_hides_are_not_kept():
    """Nor any of somebody who wants no personal answers."""
    assert _attributes() == {"city": "SZ", "age": 30}
    assert _attributes(hidden=("city",)) == {"age": 30}
    assert _attributes(personalize=False) == {}


def test_the_question_is_told_as_it_was_asked():
    """What was not said is left out, and nobody is nobody."""
    told = head("d", 5, Found("", person.empty(""), known=False), ASKED, "t1")

    assert told["asked"] == [
        {"touchpoint": "home", "slots": 2},
        {"touchpoint": "bill", "slots": None, "exclude": ["c1"]},
    ]
    assert (told["person_id"], told["session"], told["trace_id"]) == (None, "s", "t1")
    assert told["state"] == {"known": False, "readable": True, "seq": 0}
