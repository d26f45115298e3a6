"""Count audiences over all persons, look at who is in them, give them out, and tell what came of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from slotwise.console import Json, Output, table
from slotwise.figures import number

if TYPE_CHECKING:
    from service.audiences.office import Office
    from service.audiences.questions import Questions

commands = typer.Typer(no_args_is_help=True, help="Audiences over all persons: sizes, members, exports and their lift.")
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")]
Name = Annotated[str, typer.Argument(metavar="AUDIENCE", help="The audience's name.")]
Stale = Annotated[bool, typer.Option("--stale", help="Ask the columns as they are, without looking for changes.")]


@commands.command()
def refresh(
    anew: Annotated[bool, typer.Option("--anew", help="Make the columns of all persons anew.")] = False,
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait while somebody else is at it.")] = 20.0,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Make the columns of all persons, or bring them up to date with whoever has changed."""
    from service.audiences.installed import population_folder
    from service.moments import to_text
    from service.population.building import Builder
    from service.settings import settings_of
    from service.stores.everybody import Everybody
    from service.stores.opening import opened

    output, settings = Output(json), settings_of(data_dir)
    with opened(settings) as database, output.progress() as bar:
        task = bar.add_task("reading persons", total=None)
        builder = Builder(population_folder(settings), Everybody(database))
        told = builder.refresh(anew, lambda count: bar.update(task, completed=count), wait)
    shown = {name: value for name, value in told.items() if name not in ("bounds", "base_of")}
    shown |= {"as_of": to_text(told["as_of"]), "seconds": round(told["seconds"], 1)}
    output.result(shown, lambda: table([{"what": name, "value": str(value)} for name, value in shown.items()]))


@commands.command(name="list")
def list_(stale: Stale = False, data_dir: DataDir = None, json: Json = False) -> None:
    """List all audiences with their sizes."""
    with _asked(data_dir, stale) as (_, questions):
        names = list(questions.asking.plan.audiences.entries)
        rows = [_row(questions, name) for name in names]
        found = {"persons": questions.persons, "audiences": rows}
    output = Output(json)
    shown = [_short(each) for each in rows]
    title = f"{found['persons']:,} persons" if rows else "there are no audiences in the configuration"
    output.result(found, lambda: table(shown, title))


@commands.command()
def size(name: Name, stale: Stale = False, data_dir: DataDir = None, json: Json = False) -> None:
    """Count an audience's members, and those of them who are held out."""
    with _asked(data_dir, stale) as (_, questions):
        found = _row(questions, name)
    Output(json).result(found, lambda: table([_short(found)], found["title"]))


@commands.command()
def preview(
    name: Name,
    count: Annotated[int, typer.Option(min=1, max=1_000, help="How many members to show.")] = 10,
    stale: Stale = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Show some members of an audience, with the facts that made them members."""
    with _asked(data_dir, stale) as (_, questions):
        found = questions.preview(name, count)
    rows = [{"person": each["person_id"], "held out": each["held_out"], **each["facts"]} for each in found]
    Output(json).result({"audience": name, "members": found}, lambda: table(rows) if rows else "nobody")


@commands.command()
def overlap(
    names: Annotated[list[str] | None, typer.Argument(help="Audiences and live tags.")] = None,
    tags: Annotated[bool, typer.Option("--tags", help="All live tags.")] = False,
    stale: Stale = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Count who is in each of some audiences or holds each of some tags, and in every two of them."""
    with _asked(data_dir, stale) as (_, questions):
        wanted = [*(names or []), *(questions.tags() if tags else [])]
        found = questions.overlap(wanted).tolist()
    rows = [{"": name, **dict(zip(wanted, row, strict=True))} for name, row in zip(wanted, found, strict=True)]
    Output(json).result({"names": wanted, "overlap": found}, lambda: table(rows) if rows else "nothing was asked for")


@commands.command()
def export(
    name: Name,
    out: Annotated[Path | None, typer.Option(help="File to write: .csv or .parquet.")] = None,
    webhook: Annotated[str | None, typer.Option(help="Address to send to instead, https://...")] = None,
    author: Annotated[str, typer.Option(help="Who gives the audience out.")] = "",
    stale: Stale = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Give an audience out to a file or a webhook, without its held-out persons, and note who was in it."""
    from getpass import getuser

    from service.audiences.formats import Rows, check_format, write
    from slotwise.errors import AudienceError

    if (out is None) == (webhook is None):
        raise AudienceError("an export goes to a file or to a webhook", expected="--out FILE or --webhook URL")
    if out is not None:
        check_format(out.suffix.removeprefix(".").lower())
    with _asked(data_dir, stale) as (office, questions):
        giving = office.giving
        if webhook is not None:
            giving.webhooks.check(webhook)
        made = giving.note(questions, name, author or getuser(), office.revision)
        if webhook is not None:
            made = giving.send(made, webhook)
        if out is not None:
            bites = giving.exports.members(made.export_id, treated=True)
            write(out, out.suffix.removeprefix(".").lower(), Rows(made), bites)
    found = _export(made)
    Output(json).result({**found, "out": out, "webhook": webhook}, lambda: _shown(found))


@commands.command()
def exports(name: Name, data_dir: DataDir = None, json: Json = False) -> None:
    """List the exports of an audience, the latest first."""
    with _office(data_dir) as office:
        found = [_export(each) for each in office.giving.exports.of(name)]
    Output(json).result({"exports": found}, lambda: table(_columns(found)) if found else f"{name} was never given out")


@commands.command()
def lift(
    export_id: Annotated[str, typer.Argument(metavar="EXPORT", help="The export's id, as `exports` lists it.")],
    event: Annotated[str | None, typer.Option(help="Type of event that counts; default: the audience's goal.")] = None,
    days: Annotated[float | None, typer.Option(help="Days after the export that count; default: the goal's.")] = None,
    log: Annotated[Path | None, typer.Option(help="Folder of a log to read instead of the live one.")] = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Tell what the treated persons of an export did over the held-out ones, with 95 % intervals."""
    from dataclasses import replace

    from service.audiences.outcomes import told

    with _office(data_dir) as office:
        made = office.giving.exports.get(export_id)
        outcomes, now = office.outcomes, office.now()
        if log is not None:
            from slotwise.analysis.reached import LogReached

            outcomes, now = replace(outcomes, goals=LogReached(log)), LogReached(log).until()
        found = told(outcomes.lift(made, now, event, days))
    Output(json).result({**_export(made), **found}, lambda: _lift_table(found))


@commands.command()
def best(
    product: Annotated[str, typer.Option(help="The product's id.")],
    audience: Annotated[str | None, typer.Option(help="Only of this audience; default: of everybody.")] = None,
    touchpoint: Annotated[str | None, typer.Option(help="Where; default: where it is clicked most.")] = None,
    count: Annotated[int, typer.Option(min=1, help="How many persons.")] = 20,
    sample: Annotated[int, typer.Option(min=1, help="Most persons to score.")] = 2_000,
    holdout: Annotated[float | None, typer.Option(min=0, max=1, help="Share to hold out.")] = None,
    out: Annotated[Path | None, typer.Option(help="File to give them out to: .csv or .parquet.")] = None,
    author: Annotated[str, typer.Option(help="Who gives them out.")] = "",
    stale: Stale = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Find the best persons for a product, by the live model, under contact limits, consent and all rules."""
    import time
    from getpass import getuser

    from service.audiences.best import chosen_of
    from service.audiences.formats import Rows, check_format, write
    from service.audiences.office import AskedBest

    form = "" if out is None else out.suffix.removeprefix(".").lower()
    if out is not None:
        check_format(form)
    with _office(data_dir) as office:
        began = time.perf_counter()
        asked = AskedBest(product, audience, touchpoint, sample, holdout)
        ranking, whom, questions = office.rank(asked, stale)
        seconds = time.perf_counter() - began
        made = None
        if out is not None:
            chosen = chosen_of(ranking, count)
            made = office.giving.note_members(
                whom, chosen, questions.asking, author or getuser(), office.revision, product=product
            )
            scores = {each.person_id: each.preference for each in ranking.best[:count]}
            write(out, form, Rows(made, scores), office.giving.exports.members(made.export_id, treated=True))
    rows = [each._asdict() for each in ranking.best[:count]]
    told = {name: value for name, value in ranking._asdict().items() if name != "best"}
    found = {**told, "seconds": seconds, "export": None if made is None else _export(made), "best": rows}
    title = f"{ranking.scored:,} persons scored in {seconds:.1f} s on {ranking.touchpoint}"
    Output(json).result(found, lambda: table(rows, title))


@contextmanager
def _office(data_dir: Path | None) -> "Iterator[Office]":
    from service.at_hand import at_hand

    with at_hand(data_dir) as service:
        yield service.audiences


@contextmanager
def _asked(data_dir: Path | None, stale: bool) -> "Iterator[tuple[Office, Questions]]":
    with _office(data_dir) as office:
        yield office, office.questions() if stale else office.fresh()


def _row(questions: "Questions", name: str) -> dict[str, Any]:
    from service.audiences.telling import size_told

    return size_told(questions, name)


def _short(row: dict[str, Any]) -> dict[str, Any]:
    note = "nearly everybody: it tells nobody apart" if row["everybody"] else ""
    return {"audience": row["audience"], "members": row["members"], "held out": row["held_out"], "note": note}


def _columns(exports: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = ("export_id", "made_at", "treated", "held_out", "state")
    return [{name: each.get(name) for name in names} for each in exports]


def _shown(export: dict[str, Any]) -> Table:
    """An export as lines: it has more columns than a terminal."""
    return table([{"what": name.replace("_", " "), "value": str(value)} for name, value in export.items()])


def _export(made: Any) -> dict[str, Any]:
    from service.audiences.telling import export_told

    return export_told(made)


def _lift_table(found: dict[str, Any]) -> Table | str:
    rows = [{"": name.replace("_", " "), **found[name]} for name in ("treated", "held_out")]
    shown = table(rows, "complete" if found["complete"] else "the window is not over yet")
    if found["refused"]:
        shown.caption = found["refused"]
        return shown
    texts = [
        f"{name}: {number(each['value'])} ({number(each['low'])} to {number(each['high'])})"
        for name in ("difference", "ratio")
        for each in [found[name]]
    ]
    shown.caption = "; ".join([*texts, f"detectable difference {number(found['detectable_difference'])}"])
    return shown
