"""Curves of the report."""

from dataclasses import replace

import numpy as np
import pytest

from training.curves import long_tail, score_curve


def test_scores_in_tenths_from_low_to_high(judged_lists):
    """Ten points in the order of the score, together all shown contents, with rates between 0 and 1."""
    answers = judged_lists[2].answers["model"]
    points = score_curve(answers)

    assert len(points) == 10
    assert sum(each["placements"] for each in points) == len(answers.shown.scores)
    assert [each["score"] for each in points] == sorted(each["score"] for each in points)
    assert all(0 <= each["rate"] <= 1 for each in points)


def test_wanted_placements_stand_in_for_clicks(judged_world):
    """Where nothing was shown, the model's own placements tell; on a checkerboard the top tenth beats the lowest."""
    points = score_curve(judged_world[2].answers["model"])

    assert points[-1]["rate"] > points[0]["rate"]


def test_too_few_placements_draw_no_curve(judged_world):
    """Fewer placements than points: nothing."""
    answers = judged_world[2].answers["model"]
    few = replace(
        answers, products=answers.products[:1, :2], scores=answers.scores[:1, :2], hits=answers.hits[:1, :2],
        trial=replace(answers.trial, wanted=answers.trial.wanted[:1]),
    )  # fmt: skip

    assert score_curve(few) == []


def test_the_long_tail_ends_with_everything(judged_world):
    """Both lines rise to 1 at the last product."""
    points = long_tail(judged_world[2].answers["model"])

    for line in ("products", "placements", "interest"):
        values = np.array([each[line] for each in points])
        assert (np.diff(values) >= -1e-12).all()
        assert values[-1] == pytest.approx(1)
