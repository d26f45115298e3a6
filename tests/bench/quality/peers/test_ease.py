"""The two forms of EASE are the same model."""

import numpy as np
import pytest

from bench.quality.peers import ease
from bench.quality.task import Task


def test_both_forms_give_the_closed_form_scores(checkerboard: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    """Direct and Woodbury forms agree with B = I - P / diag P computed the plain way."""
    matrix = checkerboard.train.matrix().toarray()
    inverse = np.linalg.inv(matrix.T @ matrix + 10 * np.eye(12))
    weights = np.eye(12) - inverse / np.diag(inverse)
    histories = checkerboard.queries.rows().matrix(12).toarray()
    for largest in (12, 60):
        monkeypatch.setattr(ease, "LARGEST", largest)
        model = ease.Ease(regularization=10)
        model.fit(checkerboard.train)
        assert np.allclose(model._scores(checkerboard.queries), histories @ weights, atol=1e-4)
