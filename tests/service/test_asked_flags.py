"""What may be asked of flags: ids, sessions, and facts of any kind beside them."""

import pytest
from pydantic import ValidationError

from service.asked import MAX_FACTS
from service.asked_flags import FlagContext, FlagsRequest


@pytest.mark.parametrize(("given", "person"), [("p_1", "p_1"), ("用户", "用户"), (1029, "1029"), (1029.0, "1029")])
def test_ids_are_texts_and_whole_numbers(given, person):
    """A number is its digits."""
    assert FlagContext.model_validate({"targetingKey": given}).person == person


@pytest.mark.parametrize("given", ['""', "  ", "x" * 129, True, 1.5, [], {}, 2**53])
def test_what_is_no_id_is_refused(given):
    """Neither blank, nor long, nor of another kind."""
    with pytest.raises(ValidationError):
        FlagContext.model_validate({"targetingKey": given})


def test_other_attributes_are_facts_of_the_person():
    """Texts, numbers, and truths as words; all else is let pass, for clients send what they have."""
    context = FlagContext.model_validate(
        {
            "targetingKey": "p",
            "city": "SZ",
            "age": 30,
            "vip": True,
            "tags": ["a"],
            "none": None,
            "long": "x" * 2_000,
            "": 1,
        }
    )

    assert context.attributes == {"city": "SZ", "age": 30, "vip": "true"}
    many = FlagContext.model_validate({"targetingKey": "p", **{f"f{each}": 1 for each in range(MAX_FACTS + 9)}})
    assert len(many.attributes) == MAX_FACTS


def test_whoever_is_not_named_is_nobody():
    """A context that is empty, or has nothing in its ids, has neither person nor session; a body needs one."""
    nobody = FlagContext()

    assert (nobody.person, nobody.visit) == (None, None)
    empty = FlagContext.model_validate({"targetingKey": None, "session": ""})
    assert (empty.person, empty.visit) == (None, None)
    assert FlagsRequest.model_validate({"context": {"session": "s"}, "more": 1}).context.visit == "s"
    with pytest.raises(ValidationError):
        FlagsRequest.model_validate({})
