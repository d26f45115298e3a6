"""Declared facts: of context or person, before any log has told them."""

import pytest

from slotwise.configuration import Configuration
from slotwise.errors import ConfigurationError


def test_a_fact_is_declared():
    """By its full name, with a kind."""
    entry = {"fact": "context.in_store", "type": "yes/no", "title": "In a shop"}

    assert Configuration.read({"facts": [entry]}).to_json() == {"facts": [entry]}


@pytest.mark.parametrize("entry", [{"fact": "state.x", "type": "text"}, {"fact": "context.", "type": "text"},
                                   {"fact": "context.x", "type": "date"}, {"fact": "context.x"}])  # fmt: skip
def test_what_cannot_be_declared(entry):
    """The state's facts are the service's own; a kind is needed."""
    with pytest.raises(ConfigurationError):
        Configuration.read({"facts": [entry]})
