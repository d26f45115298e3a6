"""Optimised interleaving: fair by its constraints, and sharper than team draft where the lists are unlike."""

import numpy as np
import pytest

from training.simulate.closed_loop.optimised import by_draft, optimised, saved
from training.simulate.closed_loop.rivals import Rivals


def test_clicks_at_random_favour_nobody():
    """Where all contents are liked the same, both ways credit nobody on average."""
    same = Rivals(0, 5, [0, 1, 2, 3, 4], [3, 5, 0, 6, 1], np.full(7, 0.2))

    assert by_draft(same).mean == pytest.approx(0.0, abs=1e-12)
    assert optimised(same).mean == pytest.approx(0.0, abs=1e-9)


def test_the_better_list_gets_the_credit():
    """Both ways point to the list that has what is liked on top."""
    better = Rivals(0, 4, [3, 2, 1, 0], [0, 1, 2, 3], np.array([0.4, 0.3, 0.2, 0.1]))

    assert by_draft(better).mean > 0
    assert optimised(better).mean > 0
    assert 0 < saved([better] * 3) < 2
