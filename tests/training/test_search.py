"""The search for better options."""

import mlflow
import optuna
import pytest

from training.cases import EvaluationOptions, split
from training.options import TrainOptions
from training.search import chosen, current, search, spans, suggest
from training.tracking import Tracker

JUDGING = EvaluationOptions(cases=40, resamples=20)


def test_values_by_dotted_name():
    """Chosen values land where they belong; the rest stays."""
    options = TrainOptions(generators={"popular": {}, "als": {"factors": 8}}, ranker={"trees": 50})
    found = chosen(options, {"ranker.leaves": 12, "generators.als.alpha": 3.0})

    assert found.ranker == {"trees": 50, "leaves": 12}
    assert found.generators["als"] == {"factors": 8, "alpha": 3.0}
    assert current(options) == {"ranker.trees": 50, "generators.als.factors": 8}


def test_what_the_options_say_is_tried_first_wherever_it_lies():
    """Options beyond the usual span widen it: a search can come back to them, and never returns less."""
    options = TrainOptions(generators={"popular": {}}, ranker={"trees": 30, "leaves": 4, "lambda_l2": 0.0})
    told = {span.name: span for span in spans(options)}

    assert current(options) == {"ranker.trees": 30, "ranker.leaves": 4}
    assert (told["ranker.trees"].low, told["ranker.leaves"].low, told["ranker.lambda_l2"].low) == (30, 4, 0.1)
    study = optuna.create_study()
    study.enqueue_trial(current(options))
    assert suggest(study.ask(), options).items() >= current(options).items()


def test_only_generators_in_use_are_searched():
    """A generator that is left out has no options to try, and what is suggested can be trained with."""
    options = TrainOptions(generators={"popular": {}})
    trial = optuna.create_study().ask()
    values = suggest(trial, options)

    assert {name.split(".")[1] for name in values if name.startswith("generators.")} == {"popular"}
    assert isinstance(chosen(options, values), TrainOptions)


@pytest.mark.slow
def test_a_search_goes_on_where_it_stopped(registry, world, small_options, tmp_path, monkeypatch):
    """Trials are nested runs, the given options are the first; resuming adds trials up to the number asked for.

    No trial sees the part that judges the final model.
    """
    import training.search as module

    options = TrainOptions.from_json({**small_options, "hold_out": "time"})
    dataset, tracker, storage = world(), Tracker(registry), f"sqlite:///{tmp_path / 'studies' / 'searches.db'}"
    limit = split(dataset, options, JUDGING)[1].since
    seen = []
    train = module.train
    monkeypatch.setattr(module, "train", lambda part, tried: seen.append(part) or train(part, tried))
    for trials, resume in ((2, False), (3, True)):
        best = search(dataset, "0123456789abcdef", options, JUDGING, tracker, "board", trials, storage, resume)

    assert len(seen) == 3
    assert all(part.interactions.time.max() < limit for part in seen)
    assert isinstance(best.options, TrainOptions)
    assert (best.told["trials"], best.told["metric"]) == (3, "ndcg@10")
    client = mlflow.MlflowClient(registry)
    runs = client.search_runs([client.get_experiment_by_name("slotwise search").experiment_id])
    parents = [run for run in runs if "mlflow.parentRunId" not in run.data.tags]
    assert len(parents) == 1
    assert len(runs) == 4
    first = next(run for run in runs if run.info.run_name == "trial 0")
    assert first.data.params["ranker.trees"] != ""


@pytest.mark.slow
def test_starting_anew_forgets_the_old_study(registry, world, small_options, tmp_path):
    """Without resume the search begins from nothing."""
    options = TrainOptions.from_json({**small_options, "hold_out": "time"})
    storage = f"sqlite:///{tmp_path / 'searches.db'}"
    for _ in range(2):
        search(world(), "0123456789abcdef", options, JUDGING, Tracker(registry), "board", 1, storage)

    (name,) = optuna.study.get_all_study_names(storage)
    assert len(optuna.load_study(study_name=name, storage=storage).trials) == 1
