"""Templates escape what they are given and refuse what is not there."""

import pytest
from jinja2 import UndefinedError

from service.console.templates import page, source


def test_values_are_escaped():
    """Nothing that is shown can become markup."""
    assert "&lt;b&gt;" in page("empty.html", shelf="<b>")


def test_a_name_that_is_missing_is_an_error():
    """A misspelt variable does not show as nothing."""
    with pytest.raises(UndefinedError):
        page("empty.html")


def test_files_are_given_as_they_are():
    """The style is no template."""
    assert ":root" in source("style.css")
