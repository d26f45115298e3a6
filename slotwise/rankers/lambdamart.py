"""LambdaMART by LightGBM: fits boosted trees to ranking examples. The only file that touches lightgbm.

LambdaMART is Burges (2010), "From RankNet to LambdaRank to LambdaMART"; with logged positions its biases are learnt
beside the trees (LightGBM's own for lambdarank, position_bias.py for binary). One thread and fixed seeds: the same
examples and options give the same bytes. What is served is the compiled form of the text (trees.py).
"""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.errors import RankingExamplesError
from slotwise.rankers.examples import RankingExamples
from slotwise.rankers.lambdamart_config import LambdaMartConfig
from slotwise.rankers.lines import Line, fit_lines
from slotwise.rankers.model_text import with_trees
from slotwise.rankers.position_bias import PositionBiasedLogLoss

__all__ = ["FittedLambdaMart", "LambdaMartConfig", "RankingExamples", "fit"]

Progress = Callable[[int, int], None]
"""Called after every tree with the number of trees grown and the number asked for."""


@dataclass(frozen=True)
class FittedLambdaMart:
    """A fitted model and what a report wants to know about it."""

    text: str
    """LightGBM's text model, cut at the best iteration; behind its trees those that the lines are written as."""
    importance: dict[str, float]
    """Total gain of the splits on each feature and of its line, by name; 0 for a feature that nothing looks at."""
    best_iteration: int
    """Number of trees kept."""
    validation_metric: float | None
    """NDCG (lambdarank) or AUC (binary) on the validation examples with these trees."""
    position_biases: dict[int, float] | None
    """Learnt bias by slot, in units of the raw score, where positions were logged. For binary, sigmoid(raw score +
    bias of the slot) is the chance of a click; without positions sigmoid(raw score) is."""


def fit(
    examples: RankingExamples,
    config: LambdaMartConfig,
    validation: RankingExamples | None = None,
    progress: Progress | None = None,
) -> FittedLambdaMart:
    """Grows the trees; ``validation`` (same features) is needed to stop early.

    Raises RankingExamplesError for examples without rows, with other features than the validation's, or with early
    stopping but nothing to validate on.
    """
    import lightgbm

    _check(examples, config, validation)
    listener = _Listener()
    lightgbm.register_logger(listener)
    lines = fit_lines(examples, config.lines, config.log_lines) if config.objective == "binary" else []
    if lines:
        examples = replace(examples, offsets=_with_lines(examples, lines))
        validation = validation and replace(validation, offsets=_with_lines(validation, lines))
    loss = _biased_loss(examples, config)
    train = _dataset(examples, config, biased=loss is None)
    valid = [] if validation is None else [_dataset(validation, config, biased=False, reference=train)]
    parameters = _parameters(config) | _directed(examples, config)
    if loss is not None:
        # LightGBM copies its parameters deeply, callable objects too: a plain function keeps hold of this very loss.
        parameters["objective"] = lambda scores, dataset: loss(scores, dataset)
    booster = lightgbm.train(parameters, train, config.trees, valid, callbacks=_callbacks(config, valid, progress))
    best = booster.best_iteration if booster.best_iteration > 0 else booster.num_trees()
    gains = booster.feature_importance("gain", iteration=best)
    np.add.at(gains, [line.feature for line in lines], [line.gain for line in lines])
    biases = listener.biases if loss is None else loss.history
    scores = [score for metrics in booster.best_score.values() for score in metrics.values()]
    return FittedLambdaMart(
        text=with_trees(booster.model_to_string(num_iteration=best), [tree for line in lines for tree in line.trees()]),
        importance=dict(zip(examples.feature_names, map(float, gains), strict=True)),
        best_iteration=best,
        validation_metric=float(scores[0]) if scores else None,
        position_biases=dict(sorted(biases[min(best, len(biases)) - 1].items())) if biases else None,
    )


def _with_lines(examples: RankingExamples, lines: Sequence[Line]) -> NDArray[np.float32]:
    """float32 (n,): log-odds of a click by place and lines."""
    usual = np.zeros(len(examples.labels)) if examples.offsets is None else examples.offsets.astype(np.float64)
    found: NDArray[np.float32] = (usual + sum(line.of(examples.matrix) for line in lines)).astype(np.float32)
    return found


def _check(examples: RankingExamples, config: LambdaMartConfig, validation: RankingExamples | None) -> None:
    if not len(examples.matrix) or not examples.feature_names:
        raise RankingExamplesError("there is nothing to learn from", given=examples.matrix.shape)
    if validation is not None and validation.feature_names != examples.feature_names:
        different = sorted(set(validation.feature_names) ^ set(examples.feature_names))
        raise RankingExamplesError("training and validation have different features", given=different)
    if config.early_stopping_rounds and validation is None:
        raise RankingExamplesError("early stopping needs validation examples", given=config.early_stopping_rounds)


def _biased_loss(examples: RankingExamples, config: LambdaMartConfig) -> PositionBiasedLogLoss | None:
    if config.objective != "binary" or examples.positions is None or examples.offsets is not None:
        return None
    strength = config.position_bias_regularization
    return PositionBiasedLogLoss(examples.labels, examples.positions, examples.weights, config.learning_rate, strength)


def _dataset(examples: RankingExamples, config: LambdaMartConfig, biased: bool, reference: Any = None) -> Any:
    import lightgbm

    ranking = config.objective == "lambdarank"
    positions = examples.positions if ranking and biased else None
    return lightgbm.Dataset(
        examples.matrix,
        label=examples.labels if ranking else (examples.labels > 0).astype(np.int32),
        group=examples.groups if ranking else None,
        weight=examples.weights,
        init_score=None if ranking else examples.offsets,
        position=None if positions is None else positions.astype(np.int32),
        feature_name=list(examples.feature_names),
        categorical_feature=list(examples.categorical),
        reference=reference,
        params={"num_threads": 1, "verbosity": -1},
    )


def _parameters(config: LambdaMartConfig) -> dict[str, Any]:
    return {
        "objective": config.objective,
        "metric": "ndcg" if config.objective == "lambdarank" else "auc",
        "eval_at": [config.ndcg_at],
        "num_leaves": config.leaves,
        "learning_rate": config.learning_rate,
        "min_data_in_leaf": config.min_data_in_leaf,
        "feature_fraction": config.feature_fraction,
        "bagging_fraction": config.bagging_fraction,
        "bagging_freq": 1 if config.bagging_fraction < 1 else 0,
        "lambda_l2": config.lambda_l2,
        "max_cat_to_onehot": config.one_hot,
        "lambdarank_truncation_level": config.truncation_level,
        "lambdarank_position_bias_regularization": config.position_bias_regularization,
        "label_gain": list(config.label_gains),
        "seed": config.seed,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "verbosity": 2,  # LightGBM tells the position biases nowhere but in its debug messages
    }


def _directed(examples: RankingExamples, config: LambdaMartConfig) -> dict[str, Any]:
    if not config.directed or not any(examples.directions):
        return {}
    # A feature whose gain counts nothing is never split on.
    used = [float(direction != 0) for direction in examples.directions]
    return {"monotone_constraints": list(examples.directions), "feature_contri": used}


def _callbacks(config: LambdaMartConfig, valid: list[Any], progress: Progress | None) -> list[Any]:
    import lightgbm

    callbacks: list[Any] = []
    if config.early_stopping_rounds and valid:
        callbacks.append(lightgbm.early_stopping(config.early_stopping_rounds, verbose=False))
    if progress is not None:
        report = progress
        callbacks.append(lambda state: report(state.iteration + 1, config.trees))
    return callbacks


class _Listener:
    """Takes LightGBM's messages: keeps the position biases of every round, hands the rest to Python's logging."""

    _BIAS = re.compile(r"\[Debug\]\s+(\d+)\s+(\S+)\s*$")

    def __init__(self) -> None:
        self.biases: list[dict[int, float]] = []
        self._logger = logging.getLogger("lightgbm")

    def info(self, message: str) -> None:
        row = self._BIAS.search(message)
        if re.search(r"\bposition\s+bias_factor\b", message):
            self.biases.append({})
        elif row and self.biases:
            self.biases[-1][int(row[1])] = float(row[2])
        else:
            self._logger.debug("%s", message.strip())

    def warning(self, message: str) -> None:
        self._logger.info("%s", message.strip())
