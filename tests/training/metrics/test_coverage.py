"""Coverage by hand."""

import numpy as np
import pytest

from training.metrics.coverage import Coverage


def test_the_share_of_products_ever_placed(answers):
    """Three of six products are placed; over the first case alone two are."""
    given = answers([[0, 1, -1], [1, 2, -1]], [[], []])

    assert Coverage().value(given) == pytest.approx(3 / 6)
    assert Coverage().value(given, np.array([True, False])) == pytest.approx(2 / 6)
