"""What metrics know beside the answers."""

import numpy as np
import pytest

from training.trial import make_trial


def test_only_the_past_makes_popularity(judged_world):
    """Shares of interest before the split, adding up to 1."""
    trained, cases, _, _ = judged_world
    trial = make_trial(trained.model, cases, np.ones(1))
    past = cases.log.before(cases.since)

    assert trial.popularity.sum() == pytest.approx(1)
    assert trial.popularity == pytest.approx(np.bincount(past.product, minlength=12) / len(past))


def test_histories_are_those_of_the_moment(judged_world):
    """On a checkerboard everybody's history is of one category alone."""
    trained, cases, _, _ = judged_world
    trial = make_trial(trained.model, cases, np.ones(1))

    side = cases.occasions.person % 2
    assert (trial.history_categories[np.arange(len(cases)), side] == 1).all()
    assert np.isfinite(trial.history_popularity).all()
    assert trial.vectors.shape == (12, 4)
    assert trial.alive == 12


def test_persons_that_judge_leave_all_others_as_the_past(world):
    """Split by persons, popularity is that of everybody else's whole log."""
    from training.cases import EvaluationOptions, split
    from training.fit import train
    from training.options import TrainOptions

    options = TrainOptions.from_json(
        {"hold_out": "persons", "generators": {"popular": {}}, "occasions": 20, "ranker": {"trees": 2}}
    )
    past, cases = split(world(), options, EvaluationOptions(cases=20))
    trial = make_trial(train(past, options).model, cases, np.ones(1))

    assert trial.popularity == pytest.approx(
        np.bincount(past.interactions.product, minlength=12) / len(past.interactions)
    )
    assert trial.vectors.shape == (12, 0)
