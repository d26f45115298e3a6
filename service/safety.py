"""Safety: the touchpoints' own lists, kept on disk, for the time in which no model is live."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from service.asked import AskedTouchpoint
from service.log import logger
from service.models import Serving
from slotwise.decision import ServiceLevel

_FILE = "safety.json"
_log = logger("safety")


@dataclass
class Safety:
    """Safety lists of the model that was live last: what each touchpoint shows when there is no model at all."""

    data_dir: Path
    lists: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def read(self) -> None:
        """Read what was kept; without it every list is empty."""
        try:
            self.lists = dict(orjson.loads((self.data_dir / _FILE).read_bytes()))
        except (OSError, ValueError, TypeError):
            self.lists = {}

    def keep(self, serving: Serving) -> None:
        """Keep the lists of a model that has gone live."""
        catalog, render = serving.model.catalog, serving.renderer
        find = catalog.contents.ids.index.get
        self.lists = {
            each.touchpoint: [
                orjson.loads(b"{" + render.content(place).members + b"}")
                for content in each.fallback
                if (place := find(content)) is not None
            ]
            for each in catalog.touchpoints
        }
        aside = self.data_dir / f".{_FILE}"
        try:
            aside.write_bytes(orjson.dumps(self.lists))
            aside.replace(self.data_dir / _FILE)
        except OSError as error:
            _log.warning("safety lists not kept", error=str(error))

    def slate(self, asked: AskedTouchpoint, shown: set[str]) -> dict[str, Any]:
        """Return the entry of a touchpoint; what is in `shown` is left out, what is placed is added to it.

        Nothing is drawn and nothing can be learned from it, so there are no tokens.
        """
        known = [each for each in self.lists.get(asked.touchpoint, ()) if each["content_id"] not in shown]
        if asked.candidates is not None:
            known = [each for each in known if each["content_id"] in asked.candidates]
        placements: list[dict[str, Any]] = [
            {"slot": slot, **each, "score": 0.0, "propensity": 1.0}
            for slot, each in enumerate(known[: asked.slots], start=1)
        ]
        shown.update(each["content_id"] for each in placements)
        entry = {"touchpoint": asked.touchpoint, "service_level": ServiceLevel.SAFETY_LIST, "placements": placements}
        return entry if len(placements) == asked.slots else {**entry, "short": "no model is live"}
