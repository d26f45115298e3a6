"""Give audiences and the best persons for a product out, and tell what came of it."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from service.commands.audience_asked import DataDir, Name, Stale, office_at_hand, questions_at_hand
from slotwise.console import Json, Output, table
from slotwise.figures import number

commands = typer.Typer()


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
    with questions_at_hand(data_dir, stale) as (office, questions):
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
    with office_at_hand(data_dir) as office:
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

    with office_at_hand(data_dir) as office:
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
    with office_at_hand(data_dir) as office:
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
