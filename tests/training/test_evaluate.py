"""A judgement beside its baselines."""

from dataclasses import replace

import numpy as np
import orjson
import pytest

from training.baselines import baselines
from training.cases import EvaluationOptions
from training.evaluate import evaluate, main_metric
from training.metrics import metrics


def test_a_model_beats_popular_where_the_answer_is_known(judged_world):
    """On a checkerboard the model finds the person's own side: better than popular beyond the interval."""
    document = judged_world[2].document

    assert document["main"] == "ndcg@10"
    assert document["differences"]["popular"]["ndcg@10"]["low"] > 0
    assert document["differences"]["random"]["ndcg@10"]["low"] > 0


def test_everybody_is_judged_in_every_metric(judged_world, judged_lists):
    """Model and baselines stand side by side; metrics of shown lists only where lists were shown."""
    shown = {name for name, metric in metrics().items() if metric.impressions}
    for judged, expected in ((judged_world, set(metrics()) - shown), (judged_lists, set(metrics()))):
        document = judged[2].document
        assert set(document["metrics"]) == {"model", *baselines()}
        assert set(document["metrics"]["model"]) == expected


def test_the_document_is_plain_data(judged_lists):
    """It goes to JSON and back unchanged."""
    document = judged_lists[2].document

    assert orjson.loads(orjson.dumps(document)) == document


def test_intervals_hold_their_values(judged_lists):
    """Every value with bounds lies between them; coverage has none."""
    for values in judged_lists[2].document["metrics"].values():
        for name, each in values.items():
            if each["low"] is not None:
                assert each["low"] <= each["value"] + 1e-9, name
                assert each["value"] <= each["high"] + 1e-9, name
        assert values["coverage@10"]["low"] is None


def test_the_same_seed_gives_the_same_judgement(judged_world):
    """Judging twice gives the same document."""
    trained, cases, evaluation, _ = judged_world

    again = evaluate(trained.model, cases, EvaluationOptions(cases=60, resamples=200))
    assert again.document == evaluation.document


def test_single_offers_are_judged_by_auc(judged_lists):
    """Where every list has one content there is nothing to order, and the area under the curve decides."""
    answers, room = judged_lists[2].answers["model"], metrics()
    lists = answers.shown
    assert main_metric(answers, room) == "shown_ndcg"

    single = replace(lists, start=np.arange(len(lists.scores) + 1))
    trial = replace(answers.trial, weight=np.ones(len(lists.scores)))
    wide = replace(answers, shown=single, products=np.zeros((len(lists.scores), 1), np.int32), trial=trial)
    assert main_metric(wide, room) == "auc"


def test_a_model_alone_can_be_judged(judged_world):
    """Without baselines there are no differences."""
    trained, cases, _, _ = judged_world
    document = evaluate(trained.model, cases, EvaluationOptions(resamples=50), against={}).document

    assert set(document["metrics"]) == {"model"}
    assert document["differences"] == {}


def test_the_step_of_the_ladder_is_told(judged_world):
    """All answers came from the ranker, and the shares of all steps add up to 1."""
    levels = judged_world[2].document["levels"]

    assert levels["ranker"] == 1
    assert sum(levels.values()) == pytest.approx(1)
