"""From a data set to a registered version."""

from dataclasses import replace

import mlflow
import orjson
import pytest

from slotwise import bundle, packing
from training.cases import EvaluationOptions
from training.options import TrainOptions
from training.pipeline import Source, judge, make, numbers
from training.tracking import Tracker

pytestmark = pytest.mark.slow


def test_a_run_holds_everything(registered, tmp_path):
    """Parameters, data set, metrics with bounds and baselines, report, judgement, bundle and version hang together."""
    uri, (first, _), _ = registered
    tracker, client = Tracker(uri), mlflow.MlflowClient(uri)
    run = client.get_run(first.version.run_id)

    assert run.data.params["ranker.trees"] == "10"
    assert run.inputs.dataset_inputs[0].dataset.digest == "0123456789abcdef"
    assert {"ndcg_10", "ndcg_10/low", "popular/ndcg_10", "seconds/ranker", "latency/p95_ms"} <= set(run.data.metrics)
    assert {each.path for each in client.list_artifacts(run.info.run_id)} == {
        "evaluation.json",
        "judged.npz",
        "report.html",
    }
    folder = tracker.bundle(first.version, tmp_path)
    assert bundle.digest(folder) == first.digest == run.data.tags["bundle_digest"]
    assert tracker.alias("board", "challenger").version == "2"


def test_the_bundle_goes_live_with_the_whole_log(registered, tmp_path):
    """The judged model saw the past; the registered one holds counts of everything, and says how it was made."""
    uri, (first, _), source = registered
    folder = Tracker(uri).bundle(first.version, tmp_path)
    model, (documents, _) = packing.load(folder), bundle.read(folder)

    assert model.as_of > first.evaluation["since"]
    assert model.as_of > int(source.dataset.interactions.time[-1]) - 60_000
    notes = documents["training"]
    assert notes["dataset"] == {"name": "checkerboard", "digest": "0123456789abcdef"}
    assert TrainOptions.from_json(notes["options"]).ranker["trees"] == 10
    assert notes["evaluation"]["main"] == "ndcg@10"
    # Nothing that differs from run to run may get into the bundle.
    assert "seconds" not in orjson.dumps(notes).decode()


def test_the_champion_is_compared_with(board, registered, small_options):
    """A version trained beside a champion carries the paired differences to it."""
    source, tracker = registered[2], Tracker(board)
    tracker.point("board", "champion", "2")
    options = TrainOptions.from_json({**small_options, "hold_out": "time", "seed": 3})
    made = make(source, options, EvaluationOptions(cases=60, resamples=200), tracker, "board")

    champion = made.evaluation["champion"]
    assert made.version.version == "3"
    assert champion["version"] == "2"
    assert champion["how"] == "as judged in its own run"
    assert champion["differences"]["ndcg@10"]["low"] > 0


def test_nothing_held_out_is_nothing_judged(world, small_options):
    """Without judging the whole log is trained on and the document holds no metrics."""
    found = judge(world(), TrainOptions.from_json({**small_options, "hold_out": "time"}), None, lambda what, done: None)

    assert "metrics" not in found.document
    assert found.evaluation is None


def test_numbers_are_flat():
    """The model's metrics stand bare, others under their names."""
    interval = {"value": 0.5, "low": 0.4, "high": 0.6, "cases": 3}
    metrics = {"model": {"mrr@10": interval}, "random": {"mrr@10": interval}}
    found = numbers({"metrics": metrics, "seconds": {"fit": 2.0}})

    assert found["mrr@10"] == found["random/mrr@10"] == 0.5
    assert found["mrr@10/low"] == 0.4
    assert found["seconds/fit"] == 2.0


def test_a_name_that_registry_and_shelf_take(world, tmp_path):
    """A data set's name becomes a slug; nothing left of it becomes the project's."""
    dataset = world()
    names = {"Open Bandit (women)": "Open-Bandit-women", "豆瓣": "slotwise", "a/../b": "a-..-b"}
    for name, slug in names.items():
        assert Source(tmp_path, replace(dataset, info={"name": name}), "").slug == slug
