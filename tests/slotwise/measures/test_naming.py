"""Names of entries and of what figures are told apart by."""

import pytest
from pydantic import TypeAdapter, ValidationError

from slotwise.measures.naming import Group, Id


@pytest.mark.parametrize("name", ["day", "touchpoint", "scene", "person.plan_tier", "context.channel"])
def test_figures_are_shown_by_facts_of_rows(name):
    """Days and whatever a row of the log tells."""
    assert TypeAdapter(Group).validate_python(name) == name


@pytest.mark.parametrize("name", ["state.tier", "tags", "person.", "", "weather"])
def test_what_no_row_tells_is_refused(name):
    """The standing of a person now is not a fact of what happened then."""
    with pytest.raises(ValidationError):
        TypeAdapter(Group).validate_python(name)


@pytest.mark.parametrize("name", ["", "a b", "../x", "a" * 129, "-x"])
def test_ids_are_plain(name):
    """They stand in addresses and file names."""
    with pytest.raises(ValidationError):
        TypeAdapter(Id).validate_python(name)
