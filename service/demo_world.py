"""What the demo's page needs to know: its key, its persons, the situations to try, and the app's own product texts."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from service.console.situations import facts_for
from slotwise.scene import Scenes
from slotwise.seeds import seeds_dir

WORLD = "echannel"
PAGES = ("home", "plans", "shop", "bill")
_OWN = "open_process"
"""A fact that the page finds out by itself: an order was left midway."""


@dataclass(frozen=True)
class DemoWorld:
    """The world of a demo; `file` is what `slotwise demo` wrote: `{"key", "persons"}`."""

    file: Path

    @cached_property
    def document(self) -> bytes:
        """The document of the page, JSON; raises OSError or ValueError when the demo's file is not there or broken."""
        made = orjson.loads(self.file.read_bytes())
        return orjson.dumps({**made, "pages": PAGES, **_seeds()})


def categories() -> dict[str, str]:
    """Return the category of each product of the world."""
    return {each["product_id"]: each["category"] for each in _read("products.json")}


def _seeds() -> dict[str, Any]:
    scenes = Scenes.from_json(_read("scenes.json")).ordered
    situations = [{"scene": each.scene, "title": each.title, "facts": facts_for(each)} for each in scenes]
    places = [each for each in _read("touchpoints.json") if each["channel"] == "app" and each["page"] in PAGES]
    names = ("title", "text", "category", "price", "currency")
    return {
        "situations": [each for each in situations if each["facts"] and _OWN not in each["facts"]],
        "touchpoints": [
            {"touchpoint": each["touchpoint"], "page": each["page"], "kind": each["kinds"][0]} for each in places
        ],
        "products": {each["product_id"]: {name: each[name] for name in names} for each in _read("products.json")},
    }


def _read(name: str) -> Any:
    return orjson.loads((seeds_dir(WORLD) / name).read_bytes())
