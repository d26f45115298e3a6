"""Co-visits that grow instead of fading rank as fading ones do."""

import numpy as np
import pytest

from bench.quality.peers import covisit
from bench.quality.task import Task


def test_scaling_back_changes_no_score(checkerboard: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scores are the same whether the weights were scaled back on the way or not."""
    found = []
    for rebase in (300, 3):
        monkeypatch.setattr(covisit, "REBASE", rebase)
        model = covisit.Covisit(covisit_h=0.005, popular_h=0.005, weight=1.0)
        model.fit(checkerboard.train)
        found.append(model._scores(checkerboard.queries))
    assert np.allclose(*found)
