"""The facts of rows of a log."""

import pytest

from slotwise.measures.source import is_known, kind_of


@pytest.mark.parametrize("name", ["type", "touchpoint", "value", "context.os", "product.category", "person.city"])
def test_facts_of_rows_are_known(name):
    """Plain ones by their list, those of context, products, contents and persons by their beginning."""
    assert is_known(name)


@pytest.mark.parametrize("name", ["tags", "state.tier", "context", "context.", "audience.x", ""])
def test_other_facts_are_not(name):
    """What holds of a person now is not written into rows."""
    assert not is_known(name)


def test_some_facts_have_a_kind():
    """That of others is what the data holds."""
    assert [kind_of(name) for name in ("value", "scene", "context.os")] == ["number", "text", None]
