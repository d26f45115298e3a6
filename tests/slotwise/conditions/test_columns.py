"""Columns: a number, a text or a truth of each row."""

import numpy as np

from slotwise.conditions import Numbers, Texts, Truths, constant, texts, truths


def test_texts_are_codes_into_words():
    """A missing text has the code -1."""
    column = texts(["b", None, "a", "b"])

    assert [column.words[each] if each >= 0 else None for each in column.codes] == ["b", None, "a", "b"]


def test_a_constant_is_the_same_in_every_row():
    """It has no rows of its own."""
    assert isinstance(constant(True), Truths)
    assert isinstance(constant(3), Numbers)
    found = constant("x")
    assert isinstance(found, Texts)
    assert (found.codes.ndim, list(found.words)) == (0, ["x"])


def test_known_truths():
    """What is not true is false."""
    found = truths(np.array([True, False]))

    assert (found.yes.tolist(), found.no.tolist()) == ([True, False], [False, True])
