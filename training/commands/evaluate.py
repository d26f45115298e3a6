"""The command `slotwise evaluate`: judge a finished bundle on a data set."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from slotwise.console import Json, Output
from slotwise.errors import ConfigError
from training.commands.asking import TRACKING, Tracking, figure, titled, watching

LOG = Path("var/export")
"""Where `slotwise log export` writes to unless it is told otherwise."""
FORECASTS = Path("var/forecasts.jsonl")


def command(
    folder: Annotated[Path | None, typer.Argument(metavar="DATASET", help="Data set folder.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="Name of the model; default: the data set's.")] = None,
    version: Annotated[str, typer.Option("--version", help="Version or alias.")] = "champion",
    bundle: Annotated[Path | None, typer.Option("--bundle", help="Folder of a bundle, instead of a version.")] = None,
    seen: Annotated[
        bool, typer.Option("--seen", help="Judge also on what it was trained on: this flatters it.")
    ] = False,
    share: Annotated[float, typer.Option("--held-out", min=0.01, max=1.0, help="Latest share of the log.")] = 0.2,
    cases: Annotated[int, typer.Option("--cases", min=10, help="Most occasions that are replayed.")] = 2_000,
    report: Annotated[Path | None, typer.Option("--report", help="Write the report to this HTML file.")] = None,
    off_policy: Annotated[
        list[str] | None,
        typer.Option("--off-policy", help="Version, alias, bundle's folder or `uniform`; may be repeated."),
    ] = None,
    log: Annotated[Path, typer.Option("--log", help="With --off-policy: log folder of the champion.")] = LOG,
    champion: Annotated[
        str, typer.Option("--champion", help="With --off-policy: version, alias or bundle that made the log.")
    ] = "champion",
    reward: Annotated[str, typer.Option("--reward", help="With --off-policy: click, convert or value.")] = "click",
    margin: Annotated[
        float,
        typer.Option("--margin", min=0.0, max=1.0, help="With --off-policy: how much worse, as a share, will do."),
    ] = 0.02,
    reading: Annotated[
        str,
        typer.Option("--reading", help="With --off-policy: how slots depend on each other: checks, item or prefix."),
    ] = "checks",
    decisions: Annotated[
        int, typer.Option("--decisions", min=100, help="With --off-policy: most logged slates that are replayed.")
    ] = 20_000,
    window: Annotated[
        float | None,
        typer.Option("--window", min=0.001, help="With --off-policy: hours in which outcomes count; default: as set."),
    ] = None,
    tick: Annotated[
        int | None, typer.Option("--tick", help="With --off-policy: ms between refreshes; default: the champion's.")
    ] = None,
    forecasts: Annotated[
        Path, typer.Option("--forecasts", help="With --off-policy: where forecasts of versions are kept.")
    ] = FORECASTS,
    tracking: Tracking = TRACKING,
    json: Json = False,
) -> None:
    """Judge a trained bundle on a data set, beside the baselines; or versions on the champion's logged decisions."""
    from training.cases import EvaluationOptions
    from training.commands.off_policy import Asked, run
    from training.dataset import load
    from training.evaluate import evaluate
    from training.pipeline import Source
    from training.replaying import fresh_cases, open_bundle
    from training.report import render
    from training.tracking import Tracker

    output, judging = Output(json), EvaluationOptions(share=share, cases=cases)
    if off_policy:
        run(
            Asked(
                off_policy,
                folder or log,
                name,
                champion,
                reward,
                margin,
                reading,
                decisions,
                window,
                tick,
                tracking,
                forecasts,
            ),
            output,
        )
        return
    if folder is None:
        raise ConfigError("no data set was named", expected="a data set folder", hint="slotwise evaluate DATASET")
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
