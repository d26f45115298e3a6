"""What a simulated log looks like in figures: click rates by kind and slot, scenes, funnel, second chances."""

from typing import Any

import numpy as np

from slotwise.events import KIND_CODE, EventType
from training.simulate.catalog import Catalog
from training.simulate.ledger import NONE, Ledger

SLOTS = 5


class Summary:
    """Counts that are summed over chunks."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog, self.visits = catalog, 0
        self.kinds = list(dict.fromkeys(kind for row in catalog.seeds.touchpoints for kind in row.kinds))
        self.shown = np.zeros((len(self.kinds), SLOTS), np.int64)
        self.clicked = np.zeros_like(self.shown)
        self.types = np.zeros(len(KIND_CODE), np.int64)
        self.scenes = np.zeros(len(catalog.seeds.scenes) + 1, np.int64)

    def add(self, ledger: Ledger, visits: int) -> None:
        """Count a chunk."""
        events, pages = ledger.table("events"), ledger.table("pages")
        self.visits += visits
        self.types += np.bincount(events["type"], minlength=len(self.types))
        self.scenes += np.bincount(pages["scene"], minlength=len(self.scenes))
        for table, kind in ((self.shown, EventType.EXPOSURE), (self.clicked, EventType.CLICK)):
            rows = (events["type"] == KIND_CODE[kind]) & (events["content"] != NONE)
            kinds = np.array([self.kinds.index(row["kind"]) for row in self.catalog.seeds.contents])[
                events["content"][rows]
            ]
            np.add.at(table, (kinds, np.minimum(events["slot"][rows], SLOTS) - 1), 1)

    def figures(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        scenes = [str(row["scene"]) for row in self.catalog.seeds.scenes] + ["none"]
        shares = self.scenes / max(self.scenes.sum(), 1)
        first = self.clicked[:, 0] / np.maximum(self.shown[:, 0], 1)
        return {
            "visits": self.visits,
            "event_types": {str(name): int(self.types[code]) for name, code in KIND_CODE.items()},
            "click_rate": float(self.clicked.sum() / max(self.shown.sum(), 1)),
            "click_rate_slot_1": {kind: round(float(rate), 5) for kind, rate in zip(self.kinds, first, strict=True)},
            "scene_share": {name: round(float(share), 4) for name, share in zip(scenes, shares, strict=True)},
        }
