"""The command `slotwise forecasts`: what off-policy evaluation said of versions, beside what experiments measured."""

from pathlib import Path
from typing import Annotated, Any

import typer

from slotwise.console import Json, Output, table
from training.commands.asking import figure
from training.commands.evaluate import FORECASTS


def command(
    report: Annotated[
        Path | None, typer.Option("--report", help="JSON report of an experiment, to be added as a measurement.")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="With --report: name of the model.")] = "slotwise",
    version: Annotated[str, typer.Option("--version", help="With --report: the version that the variant was.")] = "",
    variant: Annotated[str, typer.Option("--variant", help="With --report: the variant.")] = "",
    metric: Annotated[str, typer.Option("--metric", help="With --report: the metric that the reward stands for.")] = "",
    reward: Annotated[str, typer.Option("--reward", help="With --report: the reward that was forecast.")] = "click",
    kept: Annotated[Path, typer.Option("--forecasts", help="Where forecasts are kept.")] = FORECASTS,
    json: Json = False,
) -> None:
    """Hold off-policy forecasts of versions against what their experiments measured."""
    import orjson

    from slotwise.errors import ConfigError
    from training.off_policy import forecasts

    output = Output(json)
    if report is not None:
        if not (version and variant and metric):
            raise ConfigError("what was measured?", expected="--version, --variant and --metric", given=str(report))
        told = orjson.loads(report.read_bytes())
        forecasts.keep(kept, forecasts.measured(name, version, reward, told, variant, metric))
    found = forecasts.kept(kept)
    rows = forecasts.held_against(found)
    made = [each for each in found if each["kind"] == "forecast"]
    output.result({"forecasts": made, "held_against": rows}, lambda: table(_rows(made, rows)))


def _rows(made: list[dict[str, Any]], held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every measured version, then forecasts that no experiment has answered yet."""
    answered = {(each["name"], each["version"], each["reward"]) for each in held}
    waiting = {(each["name"], each["version"], each["reward"]): each for each in made}
    rows = [_row(each, each["forecast"], each["measured"], each["covered"]) for each in held]
    return rows + [_row(each, each["lift"], None, None) for key, each in waiting.items() if key not in answered]


def _row(each: dict[str, Any], forecast: Any, measured: Any, covered: bool | None) -> dict[str, Any]:
    return {
        "version": f"{each['name']} {each['version']}",
        "reward": each["reward"],
        "forecast lift": figure(forecast),
        "measured lift": figure(measured),
        "agree": {True: "yes", False: "NO", None: "-"}[covered],
    }
