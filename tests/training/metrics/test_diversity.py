"""Diversity by hand."""

from dataclasses import replace

import numpy as np
import pytest

from training.metrics.diversity import CategoryDiversity, ContentDiversity


def test_pairs_of_different_categories(answers):
    """Of the three pairs among two even products and an odd one, two differ; empty slots make no pairs."""
    given = answers([[0, 2, 1, -1]], [[]])

    assert CategoryDiversity().value(given) == pytest.approx(2 / 3)


def test_contents_at_right_angles(answers):
    """Even and odd products lie at right angles: the same two of three pairs are wholly dissimilar."""
    assert ContentDiversity().value(answers([[0, 2, 1]], [[]])) == pytest.approx(2 / 3)


def test_without_a_content_model_nothing_is_said(answers):
    """No vectors: no value."""
    given = answers([[0, 2, 1]], [[]])
    blind = replace(given, trial=replace(given.trial, vectors=np.zeros((6, 0), np.float32)))

    assert np.isnan(ContentDiversity().value(blind))
