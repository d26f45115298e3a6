"""Finished bundles on a data set."""

from dataclasses import replace

import pytest

from slotwise import packing
from slotwise.errors import EvaluationError
from training.cases import EvaluationOptions
from training.replaying import deciding, fresh_cases, open_bundle, replay_both, stored_pair
from training.tracking import Tracker

JUDGING = EvaluationOptions(cases=60, resamples=100)


def test_a_bundle_knows_how_it_was_trained(judged_world, tmp_path):
    """Model and options come back from the folder."""
    trained, _, _, options = judged_world
    packing.save(trained.model, tmp_path / "bundle", extra={"options": options.to_json()})

    model, again = open_bundle(tmp_path / "bundle", "board", "7")
    assert again == options
    assert (model.name, model.version) == ("board", "7")


def test_only_fresh_cases(judged_world):
    """Cases begin after the end of what every model was trained on."""
    trained, cases, _, options = judged_world
    early, late = (replace(trained.model, as_of=int(cases.occasions.time[place])) for place in (5, 30))

    fresh = fresh_cases(cases.dataset, [early, late], options, JUDGING)
    assert fresh.occasions.time.min() >= late.as_of


def test_a_model_that_has_seen_everything(judged_world):
    """There is nothing to judge it by, unless one says that it may have seen it."""
    trained, cases, _, options = judged_world
    model = replace(trained.model, as_of=4_000_000_000_000)

    with pytest.raises(EvaluationError) as refused:
        fresh_cases(cases.dataset, [model], options, JUDGING)
    assert "--seen" in refused.value.hint
    assert len(fresh_cases(cases.dataset, [model], options, JUDGING, seen=True)) > 0


def test_what_decides_between_two(judged_world, judged_lists):
    """Lists where there are enough of them, otherwise the open ranking."""
    assert deciding(judged_world[2].judged) == "ndcg@10"
    assert deciding(judged_lists[2].judged) == "shown_ndcg"


@pytest.mark.slow
def test_pairs_of_what_runs_kept(board):
    """Two versions judged on the same cases make a pair."""
    tracker = Tracker(board)
    pair = stored_pair(tracker, tracker.version("board", "1"), tracker.version("board", "2"))

    assert pair.one.fingerprint == pair.other.fingerprint
    assert pair.main == "ndcg@10"


@pytest.mark.slow
def test_two_bundles_replayed_side_by_side(simulated, tmp_path):
    """Two bundles on one data set folder are judged on the same cases; a model equals itself in every metric."""
    from training.dataset import load
    from training.defaults import options_for
    from training.fit import train

    dataset = load(simulated)
    options = options_for(dataset, None, ["occasions=100", "ranker.trees=5"])
    packing.save(train(dataset, options).model, tmp_path / "one", extra={"options": options.to_json()})
    pair = replay_both(simulated, [tmp_path / "one", tmp_path / "one"], replace(JUDGING, cases=20), seen=True)

    assert pair.one.above.tolist() == pair.other.above.tolist()
