"""The demo's questions and how their answers are shown: the same page for a person, in another scene, for nobody."""

import gzip
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from rich.console import Group, RenderableType
from rich.text import Text

from service.demo_keys import DemoKeys
from slotwise.console import table
from slotwise.person import PersonState
from slotwise.person_packing import unpack

TOUCHPOINTS = ("app.home.banner", "app.home.tiles", "app.home.popup")
USUAL = {"channel": "app", "page": "home", "data_used_ratio": 0.4, "roaming": "no"}
_LOOKED_AT = 500


@dataclass(frozen=True)
class Question:
    """One request of the demo, with a title for people."""

    title: str
    body: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return title and request."""
        return {"title": self.title, "request": self.body}


def questions(folder: Path) -> list[Question]:
    """Return the first questions: a person with a long history, the same one over quota, and an anonymous visitor."""
    person = busiest(folder / "states.gz").person_id
    over = {**USUAL, "data_used_ratio": 1.04}
    return [
        Question(f"{person} opens the app's home page", _body(person, USUAL)),
        Question(f"{person} again, having just used up the month's data", _body(person, over)),
        Question("somebody of whom nothing is known", _body(None, USUAL)),
    ]


def busiest(path: Path) -> PersonState:
    """Return the state with the longest history among the first ones of a file of states."""
    with gzip.open(path, "rb") as file:
        return max((unpack(line) for line in islice(file, _LOOKED_AT)), key=lambda state: len(state.history))


def show(answers: list[dict[str, Any]]) -> RenderableType:
    """Return the answers for a terminal."""
    return Group(*(part for each in answers for part in _answer(each)))


def next_steps(request: dict[str, Any], url: str, folder: Path, keys: DemoKeys) -> str:
    """Return what to try next: lines to be copied, so none of them is wrapped."""
    body, person = orjson.dumps(request).decode(), request["person"]["id"]
    registry, twin = f"sqlite:///{folder / 'mlflow.db'}", f"{url}/v1/touchpoints/{TOUCHPOINTS[0]}/decision"
    shown = f"-H 'Authorization: Bearer {keys.publishable}'"
    lines = {
        "An app that uses it, in your browser: click, leave midway, see what changes": f"{url}/demo",
        "A page to try any person and scene on": f"{url}/ (log in with {keys.secret})",
        "The experiment, live": f"{url}/console/experiments",
        "Its report, a page to hand on": f"{folder / 'experiment.html'}",
        "The API": f"{url}/docs",
        "In one line": f"curl -s {shown} '{twin}?person={person}&context.roaming=yes&explain=reason'",
        "The same by hand": f"curl -s {url}/v1/decisions {shown} -H 'Content-Type: application/json' -d '{body}'",
        "Runs, report, registry": f"mlflow ui --backend-store-uri {registry}",
        "Another model": f"slotwise train {folder / 'world'} --name slotwise-echannel --tracking {registry}",
    }
    return "\n".join(["", "What to try next", *(f"  {what}\n    {line}" for what, line in lines.items()), ""])


def _body(person: str | None, context: dict[str, Any]) -> dict[str, Any]:
    touchpoints = [{"touchpoint": each, "slots": 3 if each == TOUCHPOINTS[0] else None} for each in TOUCHPOINTS]
    asked = [{name: value for name, value in each.items() if value is not None} for each in touchpoints]
    body: dict[str, Any] = {"context": context, "touchpoints": asked, "explain": "reason"}
    return body if person is None else {"person": {"id": person}, **body}


def _answer(each: dict[str, Any]) -> list[RenderableType]:
    answer = each["answer"]
    rows = [
        {
            "touchpoint": entry["touchpoint"],
            "slot": placed["slot"],
            "content": placed.get("title", placed["content_id"]),
            "why": placed["reason"]["text"],
        }
        for entry in answer["touchpoints"]
        for placed in entry["placements"]
    ]
    title = Text(f"\n{each['title']} (scene: {answer['scene'] or 'none'})", style="bold")
    return [title, table(rows)]
