"""Columns of texts: asked once for each different text."""

import numpy as np

from slotwise.conditions.columns import Texts, constant, texts
from slotwise.conditions.matching import matched, merged


def test_each_word_is_asked_once():
    """However many rows there are."""
    asked = []
    column = Texts(np.zeros(1_000, np.int32), ["a", "b"])
    found = matched(lambda word, other: asked.append(word) or word == other, column, constant("a"))

    assert found.yes.all()
    assert asked == ["a", "b"]


def test_missing_texts_are_unknown():
    """On either side, in pairs and against a constant."""
    found = matched(lambda one, other: one == other, texts(["a", None, "b"]), texts(["a", "a", None]))
    turned = matched(lambda one, other: one < other, constant("a"), texts(["b", None, "a"]))
    nothing = matched(lambda one, other: True, texts([None, None]), constant("a"))

    assert (found.yes.tolist(), found.no.tolist()) == ([True, False, False], [False, False, False])
    assert (turned.yes.tolist(), turned.no.tolist()) == ([True, False, False], [False, False, True])
    assert not (nothing.yes | nothing.no).any()


def test_two_columns_become_one():
    """Rows of the first, of the second, and of neither."""
    found = merged(
        np.array([1, 0, 0], bool), np.array([0, 1, 0], bool), texts(["a", "b", "c"]), texts(["x", "y", None])
    )

    assert [found.words[each] if each >= 0 else None for each in found.codes] == ["a", "y", None]
