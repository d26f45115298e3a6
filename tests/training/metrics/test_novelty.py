"""Novelty by hand."""

import pytest

from training.metrics.novelty import Novelty


def test_rare_products_carry_more_bits(answers):
    """Products of popularity 1/2 and 1/16 carry 1 and 4 bits; empty slots carry none."""
    assert Novelty().value(answers([[0, 3, -1]], [[]])) == pytest.approx(2.5)
