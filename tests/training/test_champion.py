"""The champion is judged on what it has not seen."""

from dataclasses import replace

import numpy as np
import pytest

from training.cases import EvaluationOptions, since
from training.champion import compare_with, document, stored_judgement, unseen
from training.evaluate import evaluate
from training.fit import train
from training.options import TrainOptions
from training.tracking import Tracker, Version

JUDGING = EvaluationOptions(cases=60, resamples=200)


def test_only_what_came_after_is_unseen(judged_world):
    """Cases before the end of the model's log are none of its judges."""
    trained, cases, _, _ = judged_world
    middle = replace(trained.model, as_of=int(cases.occasions.time[30]))

    assert (cases.occasions.time[unseen(middle, cases)] >= middle.as_of).all()
    assert len(unseen(replace(trained.model, as_of=cases.since), cases)) == len(cases)
    assert len(unseen(replace(trained.model, as_of=2**60), cases)) == 0


def test_a_comparison_by_hand(judged_world):
    """Differences are the model's value minus the other's on the kept cases, with slices of the same."""
    _, cases, evaluation, _ = judged_world
    kept = np.arange(10, len(cases))
    other = replace(evaluation.judged, above=evaluation.judged.above * 0.5).take(kept, "kept")
    found = document(Version("board", "3", "", "", {}), "by hand", cases, kept, evaluation, other, JUDGING)

    mine = evaluation.judged.take(kept, "kept").of("ndcg@10")
    assert found["cases"] == len(kept)
    assert found["differences"]["ndcg@10"]["value"] == pytest.approx(mine[0].sum() / mine[1].sum() / 2)
    assert set(found["slices"]) <= {"scene late", "scene none", "known persons", "known products", "touchpoint home"}


@pytest.mark.slow
def test_an_earlier_champion_is_replayed_on_what_came_later(board, registered, world, small_options, tmp_path):
    """A champion of another log, longer ago, answers through its own bundle on the newer log's latest cases."""
    tracker, options = Tracker(board), TrainOptions.from_json({**small_options, "hold_out": "time"})
    later = world(each=24)
    moved = replace(later, interactions=later.interactions.take(slice(0, 960)))
    cases = since(moved, int(moved.interactions.time[600]), options, JUDGING)
    past = replace(moved, interactions=moved.interactions.before(cases.since))
    evaluation = evaluate(train(past, options).model, cases, JUDGING, against={})

    found = compare_with(tracker, tracker.version("board", "2"), evaluation, cases, JUDGING, lambda what, done: None)
    assert found["how"] == "replayed on what it has not seen"
    assert found["cases"] == len(cases)
    assert found["differences"]["ndcg@10"]["low"] > 0


@pytest.mark.slow
def test_a_champion_that_has_seen_everything_is_not_flattered(board, registered, judged_world):
    """On cases of its own training time, other than those it was judged by, there is no comparison, and why."""
    tracker = Tracker(board)
    _, cases, evaluation, _ = judged_world
    few = cases.take(np.arange(40))
    other = replace(evaluation, judged=evaluation.judged.take(np.arange(40), few.fingerprint()))

    found = compare_with(tracker, tracker.version("board", "1"), other, few, JUDGING, lambda what, done: None)
    assert "differences" not in found
    assert "later than what it was trained on" in found["how"]


@pytest.mark.slow
def test_what_a_run_kept(board, registered):
    """The judgement of a version is that of its run."""
    tracker = Tracker(board)

    kept = stored_judgement(tracker, tracker.version("board", "1"))
    assert kept.fingerprint == registered[1][0].evaluation["fingerprint"]
