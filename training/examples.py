"""Examples: for every occasion the candidates as the service would have seen them, with what became of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Generator
from slotwise.features import FeatureSet
from slotwise.rankers.examples import RankingExamples
from training.dataset import Dataset
from training.example_maker import ExampleMaker
from training.example_rows import ExampleRows, most_rows
from training.holdout import Holdout
from training.occasions import Occasions
from training.options import TrainOptions, Watch, unheard
from training.relay import relay


@dataclass(frozen=True)
class Examples:
    """What rankers learn from. `ranks` float32 (n, n_sources); `found` is the share of `wanted` that is retrieved."""

    ranking: RankingExamples
    ranks: NDArray[np.float32]
    found: float
    labelled_by: str
    wanted: int = 0
    """How many products were wanted where retrieval could miss them."""


def make_examples(
    dataset: Dataset,
    held: Holdout,
    fitted: Mapping[str, Generator],
    features: FeatureSet,
    options: TrainOptions,
    seen: NDArray[np.float64],
    watch: Watch,
    processes: int = 1,
) -> Examples:
    """Replay the log to every occasion and compute the features of its candidates, point in time.

    With more processes than one they share the work, and their examples are those of one.
    """
    occasions, processes = held.occasions, max(1, min(processes, len(held.occasions) // _LEAST))
    most = most_rows(occasions, dataset.catalog, len(fitted), options)
    rows = ExampleRows(occasions, len(features.features), len(fitted), most, processes)
    maker = ExampleMaker(dataset, held, fitted, features, options, seen, rows)
    relay(lambda turn: maker.make(turn, watch if turn.number == 0 else unheard), processes)
    return _told(rows, features, seen)


def _told(rows: ExampleRows, features: FeatureSet, seen: NDArray[np.float64]) -> Examples:
    """Return what rankers learn from."""
    occasions, groups = rows.occasions, rows.sizes[rows.sizes > 0]
    labels = rows.labels[: rows.count]
    weights = None if occasions.weights is None else np.repeat(occasions.weights, rows.sizes)
    ranking = RankingExamples(
        matrix=rows.matrix[: rows.count],
        labels=labels,
        groups=groups,
        positions=occasions.slots if len(groups) else None,
        feature_names=tuple(features.names),
        weights=weights,
        offsets=_offsets(occasions, seen, labels, weights),
        directions=tuple(features.directions),
        categorical=tuple(features.categorical),
    )
    found = rows.found / rows.wanted if rows.wanted else 1.0
    return Examples(ranking, rows.ranks[: rows.count], found, occasions.labelled_by, rows.wanted)


def _offsets(
    occasions: Occasions, seen: NDArray[np.float64], labels: NDArray[np.int32], weights: NDArray[np.float32] | None
) -> NDArray[np.float32] | None:
    """Log-odds of a click in each row's place, whatever stands there."""
    if occasions.slots is None or not len(occasions):
        return None
    places = np.clip(occasions.slots.astype(np.intp) - 1, 0, seen.shape[1] - 1)
    touchpoints = np.repeat(np.minimum(occasions.touchpoint.astype(np.intp), len(seen) - 1), np.diff(occasions.start))
    expected, clicked = seen[touchpoints, places], labels > 0
    weights = np.ones(len(labels), np.float32) if weights is None else weights
    rate = float((weights * clicked).sum() + 1) / float((weights * expected).sum() + 1)
    chance = np.clip(rate * expected, 1e-6, 0.5)
    return np.log(chance / (1 - chance)).astype(np.float32)


_LEAST = 1_000
"""Occasions for which another process is worth its start."""


def joined(parts: Sequence[Examples]) -> Examples:
    """Return all examples together, lists of later interactions standing in the first slot where slots are known."""
    if len(parts) == 1:
        return parts[0]
    rankings = [each.ranking for each in parts]
    together = replace(
        rankings[0],
        matrix=np.concatenate([each.matrix for each in rankings]),
        labels=np.concatenate([each.labels for each in rankings]),
        groups=np.concatenate([each.groups for each in rankings]),
        positions=_column(rankings, "positions", lambda each: np.ones(len(each.labels), np.int16)),
        weights=_column(rankings, "weights", lambda each: np.ones(len(each.labels), np.float32)),
        offsets=_column(rankings, "offsets", _usual),
    )
    wanted = sum(each.wanted for each in parts)
    found = sum(each.found * each.wanted for each in parts) / wanted if wanted else 1.0
    kinds = " and ".join(dict.fromkeys(each.labelled_by for each in parts))
    return Examples(together, np.concatenate([each.ranks for each in parts]), found, kinds, wanted)


def _column(
    rankings: Sequence[RankingExamples], name: str, missing: Callable[[RankingExamples], NDArray[Any]]
) -> NDArray[Any] | None:
    """Return a column of all rankings, `missing` where one lacks it; None where all do."""
    columns = [getattr(each, name) for each in rankings]
    if all(column is None for column in columns):
        return None
    filled = [missing(each) if column is None else column for each, column in zip(rankings, columns, strict=True)]
    return np.concatenate(filled)


def _usual(ranking: RankingExamples) -> NDArray[np.float32]:
    """Log-odds of any label above 0, for every row."""
    rate = float((ranking.labels > 0).mean()) if len(ranking.labels) else 0.5
    usual = np.clip(rate, 1e-6, 0.5)
    return np.full(len(ranking.labels), np.log(usual / (1 - usual)), np.float32)
