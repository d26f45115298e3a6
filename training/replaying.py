"""Replaying: judge finished bundles on a data set, on nothing that they were trained on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slotwise import bundle, packing
from slotwise.errors import EvaluationError
from slotwise.measures.spans import from_ms
from slotwise.model import Model
from training.cases import Cases, EvaluationOptions, since
from training.champion import stored_judgement
from training.dataset import Dataset, load
from training.evaluate import FEW_LISTS, evaluate
from training.holdout import split_moment
from training.judged import Judged
from training.options import TrainOptions
from training.tracking import Tracker, Version


@dataclass(frozen=True)
class Pair:
    """Two models judged on the same cases, and the metric that decides."""

    one: Judged
    other: Judged
    main: str


def open_bundle(folder: Path, name: str = "bundle", version: str = "0") -> tuple[Model, TrainOptions]:
    """Return the verified model of a bundle and the options that it was trained with. Raises BundleError."""
    model = packing.load(folder, name, version)
    documents, _ = bundle.read(folder)
    notes: Mapping[str, Any] = documents.get("training", {})
    return model, TrainOptions.from_json(notes.get("options", {}))


def fresh_cases(
    dataset: Dataset, models: Sequence[Model], options: TrainOptions, judging: EvaluationOptions, seen: bool = False
) -> Cases:
    """Return cases of the data set's latest share that are later than all that the models were trained on.

    Raises EvaluationError when there are none, unless `seen` allows cases that the models may have learned from.
    """
    moment = split_moment(dataset.interactions, judging.share)
    trained = max(model.as_of for model in models)
    cases = since(dataset, moment if seen else max(moment, trained), options, judging)
    if not len(cases):
        last = int(dataset.interactions.time[-1]) if len(dataset.interactions) else None
        raise EvaluationError(
            "no occasion in this data set is later than all that the model was trained on",
            expected=f"occasions after {_text(trained)}",
            given="no events" if last is None else f"events until {_text(last)}",
            hint="judge it on a later log; --seen judges on what it has seen, which flatters it",
        )
    return cases


def _text(moment: int) -> str:
    return from_ms(moment).strftime("%Y-%m-%d %H:%M UTC")


def stored_pair(tracker: Tracker, one: Version, other: Version) -> Pair:
    """Return what the runs of two versions kept. Raises EvaluationError when they were judged on different cases."""
    kept = [stored_judgement(tracker, each) for each in (one, other)]
    if kept[0] is None or kept[1] is None or kept[0].fingerprint != kept[1].fingerprint:
        raise EvaluationError(
            f"versions {one.version} and {other.version} were not judged on the same occasions",
            hint=f"slotwise compare {one.name} {one.version} {other.version} --data DATASET",
        )
    return Pair(kept[0], kept[1], deciding(kept[0]))


def replay_both(
    folder: Path,
    bundles: Sequence[Path],
    judging: EvaluationOptions,
    seen: bool,
    watch: Callable[[str, float], None] = lambda what, done: None,
) -> Pair:
    """Replay two bundles on the same cases of a data set folder, later than what either was trained on."""
    dataset, opened = load(folder), [open_bundle(each) for each in bundles]
    options = opened[0][1]
    cases = fresh_cases(dataset, [model for model, _ in opened], options, judging, seen)
    one, other = (evaluate(model, cases, judging, watch, {}, options.tick) for model, _ in opened)
    return Pair(one.judged, other.judged, one.document["main"])


def deciding(judged: Judged) -> str:
    """Return the metric that decides between two models of which only the terms are known."""
    lists = judged.of("shown_ndcg")[1].sum() if "shown_ndcg" in judged.names else 0
    if lists >= FEW_LISTS:
        return "shown_ndcg"
    return "auc" if "auc" in judged.names and lists == 0 else "ndcg@10"
