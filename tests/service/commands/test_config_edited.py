"""Edits from the command line: fields as a person writes them."""

import pytest

from service.commands.config_edited import edited, patch
from slotwise.configuration import Configuration
from slotwise.errors import ConfigurationError


def test_values_are_json_or_text():
    """Numbers, lists and truths are JSON; a condition needs no quotes; nothing takes a field away."""
    assert patch(["slots=2", 'kinds=["a"]', 'when=context.channel == "app"', "title=", "contact.most=1"]) == {
        "slots": 2,
        "kinds": ["a"],
        "when": 'context.channel == "app"',
        "title": None,
        "contact": {"most": 1},
    }


@pytest.mark.parametrize("field", ["slots", "=1", "a..b=1"])
def test_what_is_no_field_is_said(field):
    """A field needs a name and a value."""
    with pytest.raises(ConfigurationError):
        patch([field])


def test_a_new_name_makes_a_new_entry():
    """Fields of an entry that is not there yet are the entry."""
    made = edited("facts", "person.a", ["type=text"], False)(Configuration())

    assert made["facts"] == [{"fact": "person.a", "type": "text"}]
