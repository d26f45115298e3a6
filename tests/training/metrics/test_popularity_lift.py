"""Popularity lift by hand."""

import numpy as np
import pytest

from training.metrics.popularity_lift import PopularityLift


def test_popular_products_for_somebody_with_rarer_taste(answers):
    """Placements of mean popularity 3/8 for a history of 1/4 lift by 1.5; new persons do not count."""
    given = answers([[0, 1], [5, 5]], [[], []], history=[[1, 0, 0], [0, 0, 0]])

    assert PopularityLift().value(given) == pytest.approx(1.5)
    assert PopularityLift().parts(given)[1].tolist() == [0.25, 0]


def test_only_new_persons_say_nothing(answers):
    """Without any history there is no lift."""
    assert np.isnan(PopularityLift().value(answers([[0, 1]], [[]])))
