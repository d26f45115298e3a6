"""Calibration by hand."""

import numpy as np
import pytest

from training.metrics.calibration import Calibration


def test_in_proportion_is_zero(answers):
    """Half even and half odd for somebody who likes both alike diverges by nothing."""
    assert Calibration().value(answers([[0, 1]], [[]], history=[[0.5, 0.5, 0]])) == pytest.approx(0, abs=1e-9)


def test_the_wrong_category_alone_diverges_most(answers):
    """Only odd products for somebody who likes even ones diverge by -log of the share mixed in."""
    assert Calibration().value(answers([[1, 3]], [[]], history=[[1, 0, 0]])) == pytest.approx(-np.log(0.01))


def test_new_persons_and_empty_slates_say_nothing(answers):
    """Without history or placements there is no divergence to speak of."""
    given = answers([[1, 3], [-1, -1]], [[], []], history=[[0, 0, 0], [1, 0, 0]])

    assert Calibration().parts(given)[1].tolist() == [0, 0]
