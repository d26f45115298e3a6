"""Fields of a mapping say where one value comes from, and only one place."""

import pytest
from pydantic import TypeAdapter, ValidationError

from training.sources.fields import Column, ColumnField, TextField, Time, TimeField


def test_a_plain_string_is_a_column():
    """`person = "who"` is short for `person = {column = "who"}`, for times and texts as well."""
    assert TypeAdapter(ColumnField).validate_python("who") == Column(column="who")
    assert TypeAdapter(TimeField).validate_python("when") == Time(column="when")
    assert TypeAdapter(TextField).validate_python(["a", "b"]) == (Column(column="a"), Column(column="b"))


@pytest.mark.parametrize("given", [{}, {"column": "a", "constant": "b"}, {"constant": "b", "row": True}])
def test_a_value_has_one_origin(given):
    """A column, a constant or the row's number: one of them and not two."""
    with pytest.raises(ValidationError):
        Column(**given)


@pytest.mark.parametrize("given", [{}, {"column": "a", "row_order": True}, {"column": "a", "clock": "b"}])
def test_a_time_has_one_origin(given):
    """A column or the order of the rows; a clock only beside days."""
    with pytest.raises(ValidationError):
        Time(**given)


def test_unknown_keys_are_errors():
    """A misspelt key is not ignored."""
    with pytest.raises(ValidationError):
        Column(colum="a")
