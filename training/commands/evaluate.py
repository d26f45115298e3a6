"""The command `slotwise evaluate`: judge a finished bundle on a data set."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from slotwise.console import Json, Output
from training.commands.asking import TRACKING, Tracking, figure, titled, watching


def command(
    folder: Annotated[Path, typer.Argument(metavar="DATASET", help="Data set folder.")],
    name: Annotated[str | None, typer.Option("--name", help="Name of the model; default: the data set's.")] = None,
    version: Annotated[str, typer.Option("--version", help="Version or alias.")] = "champion",
    bundle: Annotated[Path | None, typer.Option("--bundle", help="Folder of a bundle, instead of a version.")] = None,
    seen: Annotated[
        bool, typer.Option("--seen", help="Judge also on what it was trained on: this flatters it.")
    ] = False,
    share: Annotated[float, typer.Option("--held-out", min=0.01, max=1.0, help="Latest share of the log.")] = 0.2,
    cases: Annotated[int, typer.Option("--cases", min=10, help="Most occasions that are replayed.")] = 2_000,
    report: Annotated[Path | None, typer.Option("--report", help="Write the report to this HTML file.")] = None,
    tracking: Tracking = TRACKING,
    json: Json = False,
) -> None:
    """Judge a trained bundle on a data set, beside the baselines."""
    from training.cases import EvaluationOptions
    from training.dataset import load
    from training.evaluate import evaluate
    from training.pipeline import Source
    from training.replaying import fresh_cases, open_bundle
    from training.report import render
    from training.tracking import Tracker

    output, judging = Output(json), EvaluationOptions(share=share, cases=cases)
    with TemporaryDirectory() as place, watching(output) as watch:
        source = Source.of(folder, load(folder))
        if bundle is None:
            tracker = Tracker(tracking)
            bundle = tracker.bundle(tracker.version(name or source.slug, version), Path(place))
        model, options = open_bundle(bundle)
        held = fresh_cases(source.dataset, [model], options, judging, seen)
        found = evaluate(model, held, judging, watch, tick=options.tick).document
    found["data"] = {"name": source.name, "digest": source.digest, "rows": len(source.dataset.interactions)}
    if seen:
        output.note("note: the model may have been trained on what it is judged by here")
    if report is not None:
        report.write_text(render(f"{bundle.name} on {source.name}", found, options.to_json()), encoding="utf-8")
        output.note(f"report: {report}")
    output.result(found, lambda: titled(f"{found['cases']} occasions of {source.name}", _rows(found)))


def _rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    shown = list(dict.fromkeys([found["main"], "ndcg@10", "recall@20", "coverage@10"]))
    return [
        {"who": who, **{metric: figure(values.get(metric)) for metric in shown}}
        for who, values in found["metrics"].items()
    ]
