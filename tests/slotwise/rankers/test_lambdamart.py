"""LambdaMART: learns what it should, the same bytes every time, unmoved by where things were shown."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.errors import RankingExamplesError
from slotwise.rankers.examples import RankingExamples
from slotwise.rankers.lambdamart import fit
from slotwise.rankers.lambdamart_config import LambdaMartConfig
from slotwise.rankers.layout import Layout
from slotwise.rankers.lines import fit_lines
from slotwise.rankers.trees import CompiledTrees

pytest.importorskip("lightgbm", reason="LightGBM comes with the extra [train]")
CONFIG = LambdaMartConfig(trees=25, leaves=8, min_data_in_leaf=20, seed=11)
NAMES = ("taste", "noise", "category", "novelty")


def world(seed: int, lists: int = 400, size: int = 8, biased: bool = False) -> RankingExamples:
    """Lists whose clicks follow taste and category; ``biased``: novelty decides the slot, the slot the click."""
    random = np.random.default_rng(seed)
    rows = lists * size
    matrix = random.normal(size=(rows, 4)).astype(np.float32)
    matrix[:, 2] = random.integers(0, 6, rows)
    slots = np.tile(np.arange(1, size + 1), lists)
    if biased:
        order = np.argsort(-matrix[:, 3].reshape(lists, size), axis=1) + size * np.arange(lists)[:, None]
        matrix = matrix[order.ravel()]
    appeal = 2 * matrix[:, 0] + (matrix[:, 2] == 3) - (1.2 * (slots - 1) if biased else 0) - 1
    clicked = random.random(rows) < 1 / (1 + np.exp(-appeal))
    return RankingExamples(
        matrix=matrix,
        labels=clicked.astype(np.int32),
        groups=np.full(lists, size, dtype=np.int32),
        feature_names=NAMES,
        positions=slots.astype(np.int16),
        categorical=(2,),
    )


@pytest.mark.parametrize("objective", ["lambdarank", "binary"])
@pytest.mark.parametrize("positions", [True, False])
def test_the_same_data_gives_the_same_bytes(objective: str, positions: bool) -> None:
    """Two fits on equal examples and options agree in every byte of the model and in the biases."""
    examples = world(1) if positions else replace(world(1), positions=None)
    config = replace(CONFIG, objective=objective)
    first, second = fit(examples, config), fit(examples, config)
    assert first == second
    assert (first.position_biases is not None) == positions


@pytest.mark.parametrize("objective", ["lambdarank", "binary"])
def test_taste_is_found_and_noise_is_not(objective: str) -> None:
    """The feature that drives the clicks gains most, and unseen lists are put in its order."""
    fitted = fit(world(1), replace(CONFIG, objective=objective))
    assert list(fitted.importance) == list(NAMES)
    assert max(fitted.importance, key=lambda name: fitted.importance[name]) == "taste"
    unseen = world(2).matrix
    scores = CompiledTrees.from_text(fitted.text, Layout(1, 1, 2)).score_matrix(unseen)
    assert np.corrcoef(scores, unseen[:, 0])[0, 1] > 0.8


@pytest.mark.parametrize("objective", ["lambdarank", "binary"])
def test_the_slot_takes_the_blame(objective: str) -> None:
    """When novelty only decides who stood first, logged positions keep the ranker from believing in novelty."""
    examples = world(3, lists=800, biased=True)
    config = replace(CONFIG, objective=objective, trees=40, position_bias_regularization=0.0)
    informed, blind = fit(examples, config), fit(replace(examples, positions=None), config)
    believed = [fitted.importance["novelty"] / fitted.importance["taste"] for fitted in (informed, blind)]
    assert believed[0] < 0.7 * believed[1]
    assert informed.position_biases is not None
    assert list(informed.position_biases) == list(range(1, 9))
    assert informed.position_biases[1] > informed.position_biases[4] > informed.position_biases[8]


@pytest.mark.parametrize("objective", ["lambdarank", "binary"])
@pytest.mark.parametrize("biased", [True, False])
def test_early_stopping_keeps_the_best_trees(objective: str, biased: bool) -> None:
    """The text holds exactly the best iteration's trees, and the metric is the validation's."""
    config = replace(CONFIG, objective=objective, trees=200, learning_rate=0.9, early_stopping_rounds=5)
    examples = world(1) if biased else replace(world(1), positions=None)
    fitted = fit(examples, config, world(2))
    assert fitted.text.count("\nTree=") == fitted.best_iteration < 200
    assert fitted.validation_metric is not None
    assert 0.5 < fitted.validation_metric <= 1.0


def test_lines_stand_under_the_trees() -> None:
    """Their gain is told with that of the splits, and the validation judges both together."""
    config = replace(CONFIG, objective="binary", lines=("taste",), early_stopping_rounds=1, trees=1, leaves=3)
    examples = replace(world(1), positions=None)
    straight = fit(examples, config, replace(world(2), positions=None))
    (line,) = fit_lines(examples, config.lines, config.log_lines)
    bent = fit(examples, replace(config, lines=()), replace(world(2), positions=None))

    assert straight.importance["taste"] >= line.gain > 0
    assert straight.text.count("\nTree=") == straight.best_iteration + len(line.trees())
    assert straight.validation_metric > bent.validation_metric + 0.02


def test_lists_without_clicks_are_kept() -> None:
    """Examples in which nobody clicked at all are fitted, to a model that treats all alike."""
    silent = replace(world(1), labels=np.zeros(3200, dtype=np.int32))
    fitted = fit(silent, CONFIG)
    scores = CompiledTrees.from_text(fitted.text, Layout(0, 0, 4)).score_matrix(silent.matrix)
    assert np.ptp(scores) == 0.0


def test_labels_up_to_four_and_weights_are_learnt() -> None:
    """Graded labels and weights are accepted by both objectives and change the model."""
    examples = world(1)
    weighted = replace(examples, weights=np.linspace(0, 2, 3200, dtype=np.float32), labels=examples.labels * 4)
    for objective in ("lambdarank", "binary"):
        config = replace(CONFIG, objective=objective)
        assert fit(weighted, config).text != fit(examples, config).text


def test_progress_is_told() -> None:
    """The callback hears of every tree."""
    heard: list[tuple[int, int]] = []
    fit(world(1), replace(CONFIG, trees=3), progress=lambda done, of: heard.append((done, of)))
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_nothing_to_learn_from_is_an_error() -> None:
    """No rows, foreign validation features and early stopping without validation are refused."""
    examples = world(1)
    nothing = replace(
        examples, matrix=examples.matrix[:0], labels=examples.labels[:0], groups=examples.groups[:0], positions=None
    )
    for arguments in ((nothing, CONFIG), (examples, CONFIG, replace(examples, feature_names=("a", "b", "c", "d")))):
        with pytest.raises(RankingExamplesError):
            fit(*arguments)
    with pytest.raises(RankingExamplesError):
        fit(examples, replace(CONFIG, early_stopping_rounds=5))
