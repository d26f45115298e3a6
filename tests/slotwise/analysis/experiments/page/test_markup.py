"""Markup: no text is ever taken for it."""

from hypothesis import given
from hypothesis import strategies as st

from slotwise.analysis.experiments.page.markup import Html, join, tag


@given(st.text(max_size=40))
def test_text_stays_text(text):
    """Whatever is written, in content and in attributes."""
    found = tag("p", text, title=text)
    opened = found[: found.index(">")]

    assert found.count("<") == found.count(">") == 2
    assert opened.count('"') == 2


def test_markup_stays_markup():
    """Elements within elements; what is None is left out, underscores of attributes are dashes."""
    assert tag("p", tag("b", "a&b"), None, ["c", 1.5], class_="x", aria_label="y", id=None) == (
        '<p class="x" aria-label="y"><b>a&amp;b</b>c1.5</p>'
    )
    assert tag("line", x1=1, y1=2.25) == '<line x1="1" y1="2.25"/>'
    assert join(Html("<b>")) == "<b>"
