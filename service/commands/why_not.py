"""Say why a person does not see a content on a touchpoint."""

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from pydantic import ValidationError
from rich.text import Text

from slotwise.console import Json, Output
from slotwise.errors import ConfigError, ShelfError


def why_not(
    person_id: Annotated[str, typer.Argument(metavar="PERSON", help="The person's id.")],
    touchpoint: Annotated[str, typer.Option(help="Where the content is not seen.")],
    content: Annotated[str, typer.Option(help="Which content is not seen.")],
    context: Annotated[list[str] | None, typer.Option(help="A fact of the request as name=value; repeatable.")] = None,
    scene: Annotated[str | None, typer.Option(help="The scene; default: found from the facts.")] = None,
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="The service's data folder.")] = None,
    json: Json = False,
) -> None:
    """Say why a person does not see a content on a touchpoint: every rule that blocks it, or how it ranks."""
    # Imported here: `slotwise --help` needs none of it.
    from service.asked_why_not import WhyNotRequest
    from service.at_hand import at_hand
    from service.why_not import answered

    try:
        asked = WhyNotRequest.model_validate(
            {"touchpoint": touchpoint, "content": content, "scene": scene, "context": _facts(context or [])}
        )
    except ValidationError as error:
        raise ConfigError(str(error.errors(include_url=False)[0]["msg"]), given=error.errors()[0]["input"]) from error
    with at_hand(data_dir) as service:
        serving = service.models.current
        if serving is None:
            raise ShelfError("no model is live", hint="publish a bundle to the shelf first")
        found = answered(service, serving, person_id, asked)
    Output(json).result(found, lambda: Text(_told(found)))


def _facts(given: list[str]) -> dict[str, str | float]:
    """Facts as a request would bring them; what looks like a number is one."""
    found: dict[str, str | float] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise ConfigError("a fact is written as name=value", expected="channel=app", given=each)
        try:
            found[name] = float(value)
        except ValueError:
            found[name] = value
    return found


def _told(found: dict[str, Any]) -> str:
    head = f"{found['content_id']} on {found['touchpoint']}: {'blocked' if found['blocked'] else 'not blocked'}"
    scene = f", in the scene {found['scene']}" if found["scene"] else ""
    return "\n".join([head + scene, *(line for each in found["reasons"] for line in _lines(each))])


def _lines(reason: dict[str, Any]) -> list[str]:
    """A reason, its rule, and the facts that decided, one a line."""
    rule = reason["rule"]
    named = f" {rule['id']} ({rule['kind']}{', ' + rule['owner'] if rule['owner'] else ''})" if rule else ""
    lines = [f"{'-' if reason['blocks'] else ' '} {reason['code']}{named}: {reason['detail']}"]
    if rule and rule["title"]:
        lines.append(f"    {rule['title']}")
    return lines + [f"    {name} = {_plain(value)}" for name, value in reason["facts"].items()]


def _plain(value: Any) -> str:
    if value is None:
        return "not known"
    return orjson.dumps(value).decode() if isinstance(value, dict | list) else str(value)
