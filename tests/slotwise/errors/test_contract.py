"""Errors are part of the public contract: a stable code each, and fields that say what to do."""

import re
from importlib import import_module
from pkgutil import iter_modules

import pytest

from slotwise import errors
from slotwise.errors import SlotwiseError

ERRORS = [
    value
    for file in iter_modules(errors.__path__, "slotwise.errors.")
    for value in vars(import_module(file.name)).values()
    if isinstance(value, type) and issubclass(value, SlotwiseError) and value.__module__ == file.name
]


def test_every_error_is_offered():
    """Whoever adds one to a file of the room finds it, by its name, where all the others are."""
    assert {error.__name__ for error in ERRORS} == set(errors.__all__)
    assert all(getattr(errors, error.__name__) is error for error in ERRORS)


def test_every_code_belongs_to_one_error():
    """Clients tell errors apart by code alone."""
    codes = [error.code for error in ERRORS]

    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_can_be_shown(error):
    """A code in lower snake case, a title of its own, a docstring, and the detail as its text."""
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", error.code)
    assert error is SlotwiseError or error.title != SlotwiseError.title
    assert error.__doc__
    assert str(error("column is missing", hint="add it")) == "column is missing"
