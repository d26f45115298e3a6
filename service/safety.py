"""Safety: the touchpoints' own lists, kept on disk, for the time in which no model is live."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from service.log import logger
from service.models import Serving

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
                orjson.loads(b"{" + render.fragment(place) + b"}")
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

    def slate(self, touchpoint: str, slots: int | None, excluded: set[str]) -> dict[str, Any]:
        """Return the entry of a touchpoint, without exploration or tokens: there is nothing to learn from it."""
        known = [each for each in self.lists.get(touchpoint, ()) if each["content_id"] not in excluded]
        placements = [
            {"slot": slot, **each, "score": 0.0, "propensity": 1.0}
            for slot, each in enumerate(known[: slots or None], start=1)
        ]
        excluded.update(each["content_id"] for each in placements)
        return {
            "touchpoint": touchpoint,
            "service_level": "safety_list",
            "placements": placements,
            "short": "no model is live" if len(placements) < (slots or 1) else None,
        }
