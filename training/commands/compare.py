"""The command `slotwise compare`: two versions case by case, with the interval of their difference."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from slotwise.console import Json, Output
from training.commands.asking import TRACKING, Tracking, figure, titled, watching


def command(
    name: Annotated[str, typer.Argument(help="Name of the model.")],
    one: Annotated[str, typer.Argument(metavar="A", help="Version or alias, such as challenger.")],
    other: Annotated[str, typer.Argument(metavar="B", help="Version or alias, such as champion.")] = "champion",
    data: Annotated[
        Path | None, typer.Option("--data", help="Replay both on this data set; default: what their runs kept.")
    ] = None,
    seen: Annotated[bool, typer.Option("--seen", help="With --data: also on what they were trained on.")] = False,
    cases: Annotated[int, typer.Option("--cases", min=10, help="Most occasions that are replayed.")] = 2_000,
    tracking: Tracking = TRACKING,
    json: Json = False,
) -> None:
    """Compare two versions on the same occasions, touchpoint by touchpoint."""
    from training.cases import EvaluationOptions
    from training.compare import compare
    from training.replaying import replay_both, stored_pair
    from training.tracking import Tracker

    output, tracker = Output(json), Tracker(tracking)
    first, second = tracker.version(name, one), tracker.version(name, other)
    if data is None:
        pair = stored_pair(tracker, first, second)
    else:
        with TemporaryDirectory() as place, watching(output) as watch:
            judging = EvaluationOptions(cases=cases)
            folders = [tracker.bundle(each, Path(place, each.version)) for each in (first, second)]
            pair = replay_both(data, folders, judging, seen, watch)
    found = compare(pair.one, pair.other, pair.main)
    found |= {"name": name, "one": first.version, "other": second.version}
    output.result(found, lambda: titled(_title(found), _rows(found)))


def _title(found: dict[str, Any]) -> str:
    return f"{found['name']}: version {found['one']} against {found['other']} on {found['cases']} occasions"


def _rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    rows = {**found["metrics"], **{f"{found['main']} at {name}": each for name, each in found["touchpoints"].items()}}
    one, other = f"version {found['one']}", f"version {found['other']}"
    return [
        {
            "metric": name,
            one: figure(each["one"]),
            other: figure(each["other"]),
            "difference": figure(each["difference"]),
            "": _word(each["difference"]),
        }
        for name, each in rows.items()
    ]


def _word(difference: dict[str, Any]) -> str:
    low, high = difference["low"], difference["high"]
    if low is None or low <= 0 <= high:
        return ""
    return "higher" if low > 0 else "lower"
