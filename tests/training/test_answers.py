"""Answers as arrays."""

import numpy as np

from training.answers import ShownLists


def test_rows_know_their_case(judged_lists):
    """Every shown row belongs to the case whose stretch it lies in."""
    lists = ShownLists(np.array([0, 2, 2, 5]), np.zeros(5), np.zeros(5, np.int32), np.ones(5, np.int16))

    assert lists.case.tolist() == [0, 0, 2, 2, 2]


def test_a_slot_is_filled_or_empty(judged_lists):
    """Placements stand before empty slots, and a filled slot has a score."""
    answers = judged_lists[2].answers["model"]

    assert len(answers) == len(judged_lists[1])
    assert (np.diff(answers.placed.astype(int), axis=1) <= 0).all()
    assert np.isfinite(answers.scores[answers.placed]).all()
    assert np.isnan(answers.scores[~answers.placed]).all()
