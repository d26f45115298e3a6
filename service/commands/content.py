"""Review what contents do in their touchpoints, see what touchpoints are worth, and replace what fails."""

import time
from collections.abc import Mapping, Sequence
from getpass import getuser
from pathlib import Path
from typing import Annotated, Any

import typer

from service.settings import Settings, settings_of
from slotwise.console import Json, Output, table

commands = typer.Typer(
    no_args_is_help=True,
    help="Review what contents do in their touchpoints, see what touchpoints are worth, and replace what fails.",
)
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")]
Folder = Annotated[Path | None, typer.Argument(metavar="[LOG]", help="Log folder; else the installation's own log.")]
Segment = Annotated[
    list[str] | None, typer.Option("--segment", help="A column such as scene or person.plan_tier; repeatable.")
]
Days = Annotated[int | None, typer.Option(min=1, help="Days before the end of the log; else all of a folder.")]
Until = Annotated[str | None, typer.Option("--labels-until", help="Day or time (UTC) up to which outcomes are known.")]


@commands.command()
def review(
    folder: Folder = None,
    touchpoint: Annotated[list[str] | None, typer.Option(help="Only this one; repeatable.")] = None,
    verdict: Annotated[list[str] | None, typer.Option(help="keep, promote, replace or needs_data; repeatable.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows of the table.")] = 40,
    segment: Segment = None,
    days: Days = None,
    until: Until = None,
    write: Annotated[bool, typer.Option("--write", help="Store it: what the API and the page tell.")] = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Judge every content in every touchpoint: keep, promote, replace, or too few data to tell."""
    settings, output = settings_of(data_dir), Output(json)
    found = _reviewed(settings, folder, segment, days, until)
    if write:
        _write(settings, found)
        output.note("stored: GET /v1/content/review tells it now")
    wanted = [each for each in found["touchpoints"] if not touchpoint or each["touchpoint"] in touchpoint]
    kept = [_only(each, verdict or ()) for each in wanted]
    output.result({**found, "touchpoints": kept}, lambda: _table(found, kept, verdict or ("replace", "promote"), limit))


@commands.command()
def touchpoints(
    folder: Folder = None,
    segment: Segment = None,
    days: Days = None,
    until: Until = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Tell what one exposure in every touchpoint is worth, and order touchpoints by the gain still to be had."""
    found = _reviewed(settings_of(data_dir), folder, segment, days, until)
    names = ("touchpoint", "goal", "exposures", "worth", "worth_by_segment", "gain")
    data = [{name: each[name] for name in names} for each in found["touchpoints"]]
    Output(json).result({"since": found["since"], "until": found["until"], "data": data}, lambda: _values(data))


@commands.command()
def replace(
    touchpoint: Annotated[str, typer.Argument(help="Where.")],
    content: Annotated[str, typer.Argument(help="The content that fails there.")],
    other: Annotated[str | None, typer.Argument(help="What takes its place; else what the newest review says.")] = None,
    reason: Annotated[str, typer.Option("--reason", "-m", help="Why; it is kept with the revision.")] = "",
    author: Annotated[str, typer.Option(help="Who; else the name of who runs the command.")] = "",
    apply: Annotated[
        bool, typer.Option("--apply", help="Make it so; without it, it is only checked and tried.")
    ] = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Propose a change of the configuration that puts another content in the place of one that fails."""
    from service.at_hand import at_hand
    from service.commands.config_shown import checked_text
    from service.configuration.told import checked_told
    from service.content_reviews import ContentReviews
    from service.replacing import replacement, reviewed

    with at_hand(data_dir) as service:
        better, why = reviewed(ContentReviews(service.results), touchpoint, content, other)
        changing = service.configuration.changing
        checked, made = changing.check(replacement(touchpoint, content, better)), None
        if checked.ok and apply:
            made = changing.make(checked, author or getuser(), reason or why)
    from rich.text import Text

    told = {"touchpoint": touchpoint, "content": content, "replacement": better, "why": why}
    Output(json).result({**told, **checked_told(checked, made)}, lambda: Text(checked_text(checked, made)))
    if not checked.ok:
        raise typer.Exit(1)


def _reviewed(
    settings: Settings, folder: Path | None, segment: Sequence[str] | None, days: int | None, until: str | None
) -> dict[str, Any]:
    from service.moments import to_ms
    from slotwise.analysis.review import Options
    from slotwise.analysis.review import review as reviewing
    from slotwise.errors import ConfigError

    if folder is None:
        folder, days = _export(settings), days or settings.review_days
    moment = None if until is None else to_ms(until if "T" in until else f"{until}T00:00:00Z")
    if until is not None and moment is None:
        raise ConfigError(f"{until} is not a moment", expected="2026-11-22 or 2026-11-22T08:00:00Z", given=until)
    return reviewing(folder, Options(segments=tuple(segment) if segment else None, days=days), moment)


def _export(settings: Settings) -> Path:
    """Bring the export of the installation's log up to date and return its folder."""
    from service.export.installed import exporter
    from service.stores.opening import opened

    with opened(settings) as database:
        exporter(settings, database).run(settings.data_dir / "export")
    return settings.data_dir / "export"


def _write(settings: Settings, found: Mapping[str, Any]) -> None:
    from service.content_reviews import ContentReviews
    from service.stores.opening import opened
    from service.stores.results import Results

    with opened(settings) as database:
        ContentReviews(Results(database)).write(found, int(time.time() * 1_000))


def _only(document: Mapping[str, Any], verdicts: Sequence[str]) -> dict[str, Any]:
    contents = [each for each in document["contents"] if not verdicts or each["verdict"] in verdicts]
    return {**document, "contents": contents}


def _table(
    found: Mapping[str, Any], touchpoints: Sequence[Mapping[str, Any]], verdicts: Sequence[str], limit: int
) -> Any:
    rows = [
        {
            "touchpoint": each["touchpoint"],
            "content": row["content_id"],
            "verdict": row["verdict"],
            "clicks": row["clicks"],
            "due": round(row["due"], 1),
            "better": row["gain"]["replacement"],
            "clicks a week": round(row["gain"]["clicks"]["value"], 1),
            "fails in": ", ".join(row["fails_in"]) if row["verdict"] == "replace" else "",
        }
        for each in touchpoints
        for row in each["contents"]
        if row["verdict"] in verdicts
    ]
    rows.sort(key=lambda row: (row["verdict"] != "replace", -row["clicks a week"]))
    said = ", ".join(f"{count} {name}" for name, count in found["verdicts"].items())
    title = f"{found['exposures']:,} exposures: {said}"
    return table(rows[:limit], title=title) if rows else title


def _values(data: Sequence[Mapping[str, Any]]) -> Any:
    return table(
        [
            {
                "touchpoint": each["touchpoint"],
                "exposures": each["exposures"],
                **{f"{name} per 1,000": _thousand(each, name) for name in ("clicks", "conversions", "value")},
                "to replace": each["gain"]["marked"],
                "clicks a week by replacing": round(each["gain"]["replacing"]["clicks"], 1),
                "if all were the best": round(each["gain"]["attainable_clicks"], 1),
            }
            for each in data
        ],
        title="what touchpoints are worth, the most to gain first",
    )


def _thousand(document: Mapping[str, Any], name: str) -> str:
    found = document["worth"].get(name)
    return "-" if found is None else " to ".join(f"{1_000 * found[bound]:.1f}" for bound in ("low", "high"))
