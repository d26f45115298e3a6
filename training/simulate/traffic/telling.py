"""Telling: what simulated persons did goes to the service as events, in the order in which it happened."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import uuid4

import numpy as np

from slotwise.client import Client, Placement
from slotwise.events import KINDS
from training.simulate.clock import IntArray
from training.simulate.ids import person_name
from training.simulate.ledger import NONE, Columns, Ledger
from training.simulate.world import World

_FLUSH = 60.0
"""Seconds that events may take to be accepted before the next pages are asked for."""


@dataclass
class Telling:
    """Sends the events of a day; `shown` are the day's placements by page, touchpoint and slot.

    `name` tells the sessions of one run from those of others.
    """

    world: World
    client: Client
    shown: dict[tuple[int, int, int], Placement] = field(default_factory=dict)
    sent: Counter[str] = field(default_factory=Counter)
    name: str = field(default_factory=lambda: uuid4().hex[:8])
    day: int = 0
    _told: int = 0

    def new_day(self) -> None:
        """Forget the placements of the day before; its ledger has been told."""
        self.shown.clear()
        self.day += 1
        self._told = 0

    def session(self, visit: int) -> str:
        """Return the id of a visit of the day."""
        return f"{self.name}-{self.day}-{visit}"

    def tell(self, ledger: Ledger) -> None:
        """Send what is new in the day's ledger and wait until the service has it."""
        parts = ledger.tables["events"][self._told :]
        self._told += len(parts)
        for part in parts:
            self._count(part)
        if parts:
            rows = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
            visits = np.concatenate([part["visit"] for part in ledger.tables["pages"]])
            for place in np.argsort(rows["at_ms"], kind="stable").tolist():
                self._send({name: column[place].item() for name, column in rows.items()}, visits)
            self.client.flush(_FLUSH)

    def _send(self, row: dict[str, float], visits: IntArray) -> None:
        page, product, value = int(row["page"]), int(row["product"]), row["value"]
        placement = self.shown.get((page, int(row["touchpoint"]), int(row["slot"])))
        self.client.event(
            KINDS[int(row["type"])],
            placement,
            person=person_name(int(row["who"])),
            session=None if page == NONE else self.session(int(visits[page])),
            product_id=None if product == NONE else self.world.catalog.product_ids[product],
            value=None if value != value else value,
            currency=None if value != value else "CNY",
        )

    def _count(self, part: Columns) -> None:
        for kind, count in zip(*np.unique(part["type"], return_counts=True), strict=True):
            self.sent[str(KINDS[int(kind)])] += int(count)
