"""Hold what campaigns brought against what was expected of them before."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType

from service.commands.log_read import DataDir, Definitions, Log, LogRead, Write, log_read
from slotwise.console import Json, Output, table
from slotwise.errors import MeasureError, UnknownCampaignError

if TYPE_CHECKING:
    from service.campaign_history import Stated
    from slotwise.documents.campaigns import Campaign

commands = typer.Typer(no_args_is_help=True, help="What campaigns brought, against what was expected of them before.")


@commands.callback()
def _several() -> None:
    """Keeps `report` a command of its own, although it is the only one."""


@commands.command()
def report(
    campaign: Annotated[str | None, typer.Argument(metavar="[CAMPAIGN]", help="A campaign; default: all.")] = None,
    log: Log = None,
    definitions: Definitions = None,
    write: Write = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Hold campaigns against what was expected when they started, and trace the deviation to segments and steps."""
    from slotwise.analysis.campaigns import report as made
    from slotwise.documents.campaigns import Campaign
    from slotwise.measures.spans import Span

    output, found, later = Output(json), dict[str, Any](), list[str]()
    with log_read(data_dir, log, definitions) as read:
        every = {each.id: each for each in read.configuration.of(Campaign)}
        if campaign is not None and campaign not in every:
            raise UnknownCampaignError(f"there is no campaign {campaign!r}", expected=sorted(every), given=campaign)
        for each in [every[campaign]] if campaign else every.values():
            stands = _stated(read, each, definitions is not None)
            try:
                document = made(read.opened, each, read.configuration, stands.expected, _treated(read, each))
            except MeasureError as error:
                if campaign is not None:
                    raise
                later.append(error.detail)
                continue
            found[each.id] = document | {"changed": stands.changed}
        if write and found:
            read.write("campaign", found, Span(0, read.until))
    for remark in later:
        output.note(remark)
    output.result({"data": list(found.values())}, lambda: _all(list(found.values())))


def _stated(read: LogRead, campaign: "Campaign", given: bool) -> "Stated":
    from service.campaign_history import Stated, stated
    from service.configuration.history import History
    from service.definitions import is_installed
    from service.stores.opening import opened
    from service.stores.revisions import Revisions

    if given or not is_installed(read.settings):
        return Stated(campaign.expected, [])
    with opened(read.settings) as database:
        return stated(History(Revisions(database)), campaign)


def _treated(read: LogRead, campaign: "Campaign") -> set[str] | None:
    """Whom the campaign's audience was given out to; None where it is for everybody, or was never given out."""
    from service.definitions import is_installed
    from service.stores.opening import opened
    from service.stores.treated import treated

    if campaign.audience is None or not is_installed(read.settings):
        return None
    with opened(read.settings) as database:
        return treated(database, campaign.audience, campaign.span.until) or None


def _all(found: list[dict[str, Any]]) -> RenderableType:
    if not found:
        return "there is no campaign that the log tells of"
    return Group(*(part for each in found for part in _shown(each)))


def _shown(found: dict[str, Any]) -> list[RenderableType]:
    measured, expected = found["measured"], found["expected"]
    value, low, high = (measured[name] for name in ("value", "low", "high"))
    rows = [
        {"": "measured", "value": value, "from": low, "to": high},
        {"": "expected", "value": expected["value"], "from": expected["low"], "to": expected["high"]},
    ]
    # The campaign's own clock: in UTC it may begin the day before.
    days = f"{found['start'][:10]} to {found['end'][:10]}{', so far' if found['running'] else ''}"
    title = f"{found['title']} ({found['goal']}, {days}): "
    parts: list[RenderableType] = [table(rows, title + found["verdict"].replace("_", " "))]
    for each in found["changed"]:
        parts.append(
            f"after the start: revision {each['revision']} of {each['at']} by {each['author']}: {each['reason']}"
        )
    if found["traced"] is not None:
        effects = [
            {
                "segment": each["segment"] or "all",
                "factor": each["factor"],
                "expected": f"{each['expected']:.1%}",
                "measured": f"{each['measured']:.1%}",
                "points": f"{100 * each['effect']:+.2f}",
                "95 %": f"{100 * each['low']:+.2f} to {100 * each['high']:+.2f}",
            }
            for each in found["traced"]["effects"]
        ]
        parts.append(table(effects, f"deviation of the conversion: {100 * found['traced']['deviation']:+.2f} points"))
    return [*parts, *found["correct"]]
