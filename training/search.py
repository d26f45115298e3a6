"""Search: hyper-parameters by optuna, each trial a nested run, on a validation split inside the training part only."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.cases import EvaluationOptions, split
from training.dataset import Dataset
from training.evaluate import MODEL, evaluate
from training.fit import train
from training.options import TrainOptions, Watch, merged
from training.tracking import Tracker, flattened

if TYPE_CHECKING:
    import optuna

EXPERIMENT = "slotwise search"
_TRIAL = "trial"


def search(
    dataset: Dataset,
    digest: str,
    options: TrainOptions,
    judging: EvaluationOptions,
    tracker: Tracker,
    name: str,
    trials: int,
    storage: str,
    resume: bool = False,
    watch: Watch = lambda what, done: None,
) -> "Best":
    """Return the best of `trials` sets of options by the main metric; the given ones are the first to be tried.

    Nothing of what the final model is judged by is looked at: trials are trained and judged inside its past.
    A study is kept in `storage` (a database URL) by name and data: `resume` goes on with it up to `trials` in all.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    past, _ = split(dataset, options, judging)
    study = _study(storage, f"{name}-{digest[:12]}-{_short(options)}", resume, options.seed)
    if not study.trials:
        study.enqueue_trial(current(options))
    left = max(0, trials - len([each for each in study.trials if each.state.is_finished()]))
    with tracker.run(EXPERIMENT, f"{name}: {trials} trials", _parent(tracker, study)) as run:
        study.set_user_attr("run", run.id)
        run.parameters(options.to_json())
        for place in range(left):
            watch(f"trial {place + 1} of {left}", place / left)
            _attempt(study, past, options, judging, tracker)
        best = study.best_trial
        run.metrics({"best": best.value, "trials": float(len(study.trials))})
        run.document("best", {"options": chosen(options, best.params).to_json(), "value": best.value})
    found = {"metric": best.user_attrs.get("metric", ""), "value": best.value, "values": best.params}
    return Best(chosen(options, best.params), {"trials": len(study.trials), "trial": best.number, **found})


@dataclass(frozen=True)
class Best:
    """What a search found."""

    options: TrainOptions
    told: dict[str, Any]
    """How many trials there were, the best one's number, its metric with its value, and its values by dotted name."""


def _attempt(
    study: "optuna.Study", past: Dataset, options: TrainOptions, judging: EvaluationOptions, tracker: Tracker
) -> None:
    trial = study.ask()
    tried = chosen(options, suggest(trial, options))
    with tracker.run(EXPERIMENT, f"{_TRIAL} {trial.number}") as run:
        run.parameters(trial.params)
        train_part, cases = split(past, tried, judging)
        evaluation = evaluate(train(train_part, tried).model, cases, judging, against={}, tick=tried.tick)
        values = evaluation.document["metrics"][MODEL]
        run.metrics({name: each["value"] for name, each in values.items()})
        main = evaluation.document["main"]
        value = values[main]["value"]
    trial.set_user_attr("metric", main)
    study.tell(trial, 0.0 if value is None else value)


def suggest(trial: "optuna.Trial", options: TrainOptions) -> dict[str, Any]:
    """Return one set of values by dotted name; only of generators that are used."""
    for span in spans(options):
        if span.whole:
            trial.suggest_int(span.name, int(span.low), int(span.high), log=span.log)
        else:
            trial.suggest_float(span.name, span.low, span.high, log=span.log)
    return dict(trial.params)


@dataclass(frozen=True)
class Span:
    """The values of an option that are tried, on a logarithmic scale or not."""

    name: str
    low: float
    high: float
    log: bool = False
    whole: bool = False

    def holding(self, value: Any) -> "Span":
        """Return the span wide enough for a value; None, and what has no place on its scale, change nothing."""
        if value is None or (self.log and value <= 0):
            return self
        return replace(self, low=min(self.low, value), high=max(self.high, value))


_SPANS = (
    Span("ranker.trees", 40, 400, log=True, whole=True),
    Span("ranker.leaves", 8, 32, whole=True),
    Span("ranker.min_data_in_leaf", 10, 300, log=True, whole=True),
    Span("generators.als.factors", 16, 128, log=True, whole=True),
    Span("generators.content.history", 5, 60, log=True, whole=True),
    Span("ranker.learning_rate", 0.02, 0.2, log=True),
    Span("ranker.feature_fraction", 0.4, 1.0),
    Span("ranker.lambda_l2", 0.1, 50.0, log=True),
    Span("generators.als.regularization", 0.001, 1.0, log=True),
    Span("generators.als.alpha", 1.0, 40.0, log=True),
    Span("generators.popular.facets", 0.0, 1.0),
    Span("generators.trail.recency", 0.2, 1.0),
)


def spans(options: TrainOptions) -> list[Span]:
    """Return what is searched with these options; every span holds what they say, as it is the first to be tried."""
    known = flattened(options.to_json())
    return [span.holding(known.get(span.name)) for span in _SPANS if _used(span.name, options)]


def chosen(options: TrainOptions, values: Mapping[str, Any]) -> TrainOptions:
    """Return the options with values by dotted name."""
    document = options.to_json()
    for name, value in values.items():
        for key in reversed(name.split(".")):
            value = {key: value}
        document = merged(document, value)
    return TrainOptions.from_json(document)


def current(options: TrainOptions) -> dict[str, Any]:
    """Return what the options say of the values that are searched; those that they leave open are drawn."""
    known = flattened(options.to_json())
    told = {each: known.get(each.name) for each in spans(options)}
    return {each.name: value for each, value in told.items() if value is not None and each.low <= value <= each.high}


def _used(name: str, options: TrainOptions) -> bool:
    part, _, rest = name.partition(".")
    return part != "generators" or rest.partition(".")[0] in options.generators


def _study(storage: str, name: str, resume: bool, seed: int) -> "optuna.Study":
    import optuna

    if storage.startswith("sqlite:///"):
        Path(storage.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    names = optuna.study.get_all_study_names(storage)
    if not resume and name in names:
        optuna.delete_study(study_name=name, storage=storage)
    study = optuna.create_study(storage=storage, study_name=name, direction="maximize", load_if_exists=True)
    # A study that goes on must not draw its first random trials again.
    study.sampler = optuna.samplers.TPESampler(seed=seed + len(study.trials))
    return study


def _parent(tracker: Tracker, study: "optuna.Study") -> str | None:
    run = study.user_attrs.get("run")
    return run if run and tracker.finished(EXPERIMENT, run) else None


def _short(options: TrainOptions) -> str:
    return hashlib.sha256(repr(sorted(replace(options).to_json().items())).encode()).hexdigest()[:8]
