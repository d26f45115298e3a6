"""Hit rate by hand."""

import pytest

from training.metrics.hit_rate import HitRate


def test_any_hit_is_a_hit(answers):
    """Two of three cases hold something wanted; several hits are one."""
    assert HitRate().value(answers([[0, 1], [2, 3], [4, 5]], [[0, 1], [3], [0]])) == pytest.approx(2 / 3)
