"""The command `slotwise train`: a data set folder, or the live log, becomes a judged and registered version."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from slotwise.console import Json, Output
from training.commands.asking import SEARCHES, TRACKING, Tracking, figure, titled, watching

FEW = 20
"""Persons below which a judgement says little, as with slices."""


def command(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DATASET", help="Data set folder; of the log: where it is exported to.")
    ] = None,
    source: Annotated[
        Literal["folder", "log"], typer.Option("--source", help="A data set folder, or the installation's live log.")
    ] = "folder",
    no_export: Annotated[bool, typer.Option("--no-export", help="Read the log as it was exported before.")] = False,
    labels_until: Annotated[
        str | None, typer.Option("--labels-until", help="Day or time (UTC) up to which outcomes are known.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", help="Name in the registry and on the shelf; default: the data set's.")
    ] = None,
    config: Annotated[Path | None, typer.Option("--config", help="File of options, TOML or JSON.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="One option, such as ranker.trees=200 or generators.als=false.")
    ] = None,
    trials: Annotated[int, typer.Option("--trials", min=0, help="Search this many sets of options first, in all.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the search of this data set and name.")] = False,
    held_out: Annotated[float, typer.Option("--held-out", min=0.01, max=0.9, help="Share of the log to judge.")] = 0.2,
    cases: Annotated[int, typer.Option("--cases", min=10, help="Most held-out occasions that are replayed.")] = 2_000,
    no_evaluation: Annotated[bool, typer.Option("--no-evaluation", help="Hold nothing out and judge nothing.")] = False,
    processes: Annotated[
        int | None,
        typer.Option("--processes", min=1, help="Processes that make the examples; default: a core each, up to 4."),
    ] = None,
    tracking: Tracking = TRACKING,
    json: Json = False,
) -> None:
    """Train a model on a data set, judge it against baselines and champion, and register it."""
    from training.cases import EvaluationOptions
    from training.defaults import options_for
    from training.pipeline import Source, make
    from training.search import search
    from training.sources.opening import opened
    from training.tracking import Tracker

    output = Output(json)
    folder, dataset = opened(folder, source, not no_export, labels_until)
    options = options_for(dataset, config, settings or ())
    for warning in dataset.info.get("warnings", []):
        output.note(f"note: {warning}")
    judging = EvaluationOptions(share=held_out, cases=cases)
    searched: dict[str, Any] = {}
    with watching(output) as watch:
        watch("opening the registry", 0.0)
        tracker, data = Tracker(tracking), Source.of(folder, dataset)
        name = name or data.slug
        if trials:
            best = search(dataset, data.digest, options, judging, tracker, name, trials, SEARCHES, resume, watch)
            options, searched = best.options, {"search": best.told}
        made = make(data, options, None if no_evaluation else judging, tracker, name, watch, processes)
    found = {"name": name, "version": made.version.version, "run_id": made.version.run_id, "bundle_digest": made.digest}
    output.result(
        {**found, **searched, "evaluation": made.evaluation},
        lambda: titled(_title(name, made.version.version, made.evaluation), _rows(made.evaluation)),
    )
    if searched:
        output.note(_searched(**searched["search"]))
    output.note(_next(name, tracking, made.evaluation))


def _searched(trials: int, trial: int, metric: str, value: float, values: dict[str, Any]) -> str:
    told = ", ".join(f"{name}={each:.4g}" for name, each in values.items())
    return (
        f"Trained with the best of {trials} trials, number {trial}, with {metric} {value:.4f} inside the past: {told}"
    )


def _title(name: str, version: str, evaluation: Any) -> str:
    if "metrics" not in evaluation:
        return f"{name} version {version}: not judged"
    data, learned = evaluation["data"], evaluation["learned"]
    return (
        f"{name} version {version}: {evaluation['cases']} held-out occasions of {data['name']}, "
        f"learned from {learned['labelled_by']}"
    )


def _rows(evaluation: Any) -> list[dict[str, Any]]:
    if "metrics" not in evaluation:
        return [{"step": step, "seconds": seconds} for step, seconds in evaluation["seconds"].items()]
    main = evaluation["main"]
    shown = list(dict.fromkeys([main, "ndcg@10", "recall@20", "coverage@10"]))
    everybody = dict(evaluation["metrics"])
    champion = evaluation.get("champion", {})
    if "metrics" in champion:
        everybody[f"champion (version {champion['version']})"] = champion["metrics"]
    return [
        {"who": who, **{metric: figure(values.get(metric)) for metric in shown}} for who, values in everybody.items()
    ]


def _next(name: str, tracking: str, evaluation: Any) -> str:
    said = "" if tracking == TRACKING else f" --tracking {tracking}"
    lines = [f"It is the challenger now. To serve it: slotwise promote {name}{said}"]
    if tracking.startswith("sqlite:"):
        lines.append(f"To see the run and its report: mlflow ui --backend-store-uri {tracking}")
    champion = evaluation.get("champion", {})
    if champion and "differences" not in champion:
        lines.insert(0, f"It was not compared with champion version {champion['version']}: {champion['how']}.")
    return "\n".join([*_doubts(evaluation), *lines])


def _doubts(evaluation: Any) -> list[str]:
    """What makes a version less than it looks like: no ranker, or a judgement of a few."""
    learned, persons = evaluation["learned"], evaluation.get("persons")
    found = []
    if not learned["trees"]:
        found.append(
            f"No ranker was learned: {learned['wanted']} wanted products in {learned['occasions']} lessons are too "
            "few. The blend of its generators answers."
        )
    if persons is not None and persons < FEW:
        found.append(f"It was judged on occasions of {persons} persons: too few to say much, whatever the intervals.")
    return found
