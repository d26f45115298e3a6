"""Count audiences over all persons, look at who is in them, give them out, and tell what came of it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.commands import audience_given
from service.commands.audience_asked import DataDir, Name, Stale, questions_at_hand
from slotwise.console import Json, Output, table

if TYPE_CHECKING:
    from service.audiences.questions import Questions

commands = typer.Typer(no_args_is_help=True, help="Audiences over all persons: sizes, members, exports and their lift.")


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
    with questions_at_hand(data_dir, stale) as (_, questions):
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
    with questions_at_hand(data_dir, stale) as (_, questions):
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
    with questions_at_hand(data_dir, stale) as (_, questions):
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
    with questions_at_hand(data_dir, stale) as (_, questions):
        wanted = [*(names or []), *(questions.tags() if tags else [])]
        found = questions.overlap(wanted).tolist()
    rows = [{"": name, **dict(zip(wanted, row, strict=True))} for name, row in zip(wanted, found, strict=True)]
    Output(json).result({"names": wanted, "overlap": found}, lambda: table(rows) if rows else "nothing was asked for")


commands.add_typer(audience_given.commands)


def _row(questions: "Questions", name: str) -> dict[str, Any]:
    from service.audiences.telling import size_told

    return size_told(questions, name)


def _short(row: dict[str, Any]) -> dict[str, Any]:
    note = "nearly everybody: it tells nobody apart" if row["everybody"] else ""
    return {"audience": row["audience"], "members": row["members"], "held out": row["held_out"], "note": note}
