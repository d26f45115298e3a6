"""Evaluate: judge a model on held-out cases beside its baselines, with intervals and slices."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.decision import ServiceLevel
from slotwise.model import Model
from training.answers import Answers
from training.baselines import Contender, baselines
from training.bootstrap import Persons
from training.cases import Cases, EvaluationOptions
from training.curves import long_tail, score_curve
from training.examination import examination
from training.examine import Itself, examine
from training.funnel import Funnel
from training.judged import Judged, judge
from training.metrics import Metric, metrics
from training.metrics.levels import shares
from training.slices import FEWEST, slices
from training.trial import make_trial

MODEL = "model"
FEW_LISTS = 50
"""Shown lists with a click below which they cannot carry the main metric."""


@dataclass(frozen=True)
class Evaluation:
    """How a model did. `document` is plain data for the tracker, the gate and the report; `judged` allows pairing."""

    document: dict[str, Any]
    judged: Judged
    answers: Mapping[str, Answers]


def evaluate(
    model: Model,
    cases: Cases,
    judging: EvaluationOptions,
    watch: Callable[[str, float], None] = lambda what, done: None,
    against: Mapping[str, Contender] | None = None,
    tick: int = 60_000,
) -> Evaluation:
    """Replay the cases and return the model's metrics beside those of its baselines (default: all of them)."""
    seen = examination(cases.dataset.impressions)
    trial = make_trial(model, cases, seen)
    funnel = Funnel()
    contenders = {MODEL: Itself(), **(baselines() if against is None else against)}
    answers = examine(model, cases, contenders, trial, watch, tick, funnel)
    watch("resampling persons", 0.0)
    room = {name: each for name, each in metrics().items() if cases.occasions.slots is not None or not each.impressions}
    persons = Persons(cases.occasions.person, judging.resamples, judging.seed)
    judged = {name: judge(each, room, cases) for name, each in answers.items()}
    main = main_metric(answers[MODEL], room)
    document = {
        "main": main,
        "by": cases.by,
        "since": cases.since,
        "cases": len(cases),
        "persons": persons.size,
        "fingerprint": cases.fingerprint(),
        "labelled_by": cases.occasions.labelled_by,
        "metrics": {name: _values(each, judged[name], room, persons) for name, each in answers.items()},
        "differences": {name: judged[MODEL].minus(judged[name], persons) for name in answers if name != MODEL},
        "slices": _slices(cases, judged, main, judging),
        "levels": shares(answers[MODEL]),
        "funnel": funnel.to_json(),
        "score_curve": score_curve(answers[MODEL]),
        "long_tail": long_tail(answers[MODEL]),
    }
    return Evaluation(document, judged[MODEL], answers)


def main_metric(answers: Answers, room: Mapping[str, Metric]) -> str:
    """Return the name of the metric that decides: within shown lists, over single offers, or of the open ranking."""
    if "shown_ndcg" in room:
        if room["shown_ndcg"].parts(answers)[1].sum() >= FEW_LISTS:
            return "shown_ndcg"
        if answers.shown is not None and np.diff(answers.shown.start).max(initial=0) <= 1:
            return "auc"
    return "ndcg@10"


def _values(
    answers: Answers, judged: Judged, room: Mapping[str, Metric], persons: Persons
) -> dict[str, dict[str, Any]]:
    intervals = dict(zip(judged.names, persons.intervals(judged.above, judged.below), strict=True))
    found = {name: each.to_json() for name, each in intervals.items()}
    for name, metric in room.items():
        if found[name]["value"] is None:
            value = metric.value(answers)
            found[name]["value"] = value if np.isfinite(value) else None
    if answers.name != MODEL:
        # A baseline is no step of the ladder: who answered says nothing about it.
        found.pop(f"served_by_{ServiceLevel.RANKER}", None)
    return found


def _slices(
    cases: Cases, judged: Mapping[str, Judged], main: str, judging: EvaluationOptions
) -> dict[str, dict[str, Any]]:
    found = {}
    for name, mask in slices(cases).items():
        persons = Persons(cases.occasions.person[mask], judging.resamples, judging.seed)
        found[name] = {each: _of(judged[each], main, mask, persons) for each in judged}
    return {name: each for name, each in found.items() if each[MODEL]["cases"] >= FEWEST}


def _of(judged: Judged, metric: str, mask: NDArray[np.bool_], persons: Persons) -> dict[str, Any]:
    above, below = judged.of(metric)
    return persons.interval(above[mask], below[mask]).to_json()
