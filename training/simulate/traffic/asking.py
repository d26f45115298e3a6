"""Asking: the service as the policy that fills the pages of a simulated day, asked over HTTP page by page."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from slotwise.client import Client, Decision, Placement, ServiceProblem
from training.simulate.clock import FloatArray, IntArray
from training.simulate.facts import FACTS
from training.simulate.filling import Pages
from training.simulate.ids import person_name
from training.simulate.ledger import Ledger
from training.simulate.surfaces import ABSENT
from training.simulate.traffic.telling import Telling
from training.simulate.world import World


@dataclass
class Asking:
    """Asks for every page what an app would ask, `at_once` pages at a time, at most `rate` a second (0: no limit)."""

    world: World
    client: Client
    telling: Telling
    at_once: int = 8
    rate: float = 0.0
    watch: Callable[[int], None] = lambda pages: None
    pages: int = 0
    unanswered: int = 0
    _due: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._names = [row.touchpoint for row in self.world.catalog.seeds.touchpoints]
        self._pool = ThreadPoolExecutor(self.at_once, "traffic")

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()

    def fill(self, pages: Pages, ledger: Ledger, rng: np.random.Generator) -> tuple[IntArray, FloatArray]:
        """Tell the service what has happened, then ask it; a page without an answer stays empty."""
        self.telling.tell(ledger)
        content = np.full(pages.touchpoint.shape, ABSENT)
        propensity = np.full(pages.touchpoint.shape, np.nan)
        count, visits = len(pages.who), ledger.tables["pages"][-1]["visit"]
        answers = self._pool.map(lambda row: self._ask(pages, row, int(visits[row])), range(count))
        for row, decision in enumerate(answers):
            if decision is not None:
                self._place(pages, row, decision, content[row], propensity[row])
        self.pages += count
        self.watch(count)
        return content, propensity

    def _ask(self, pages: Pages, row: int, visit: int) -> Decision | None:
        slots: dict[str, int] = {}
        for code, slot in zip(pages.touchpoint[row].tolist(), pages.slot[row].tolist(), strict=True):
            if code != ABSENT:
                slots[self._names[code]] = max(slots.get(self._names[code], 0), slot)
        if not slots:
            return None
        channel, page = self.world.surfaces.names[pages.surface[row]]
        facts = {name: pages.facts[name][row] for name in FACTS}
        known = {name: _plain(value) for name, value in facts.items() if value is not None}
        self._wait()
        try:
            return self.client.decide(
                [{"touchpoint": name, "slots": count} for name, count in slots.items()],
                person_name(int(pages.who[row])),
                {"channel": channel, "page": page, **known},
                session=self.telling.session(visit),
            )
        except ServiceProblem:
            self.unanswered += 1
            return None

    def _place(self, pages: Pages, row: int, decision: Decision, content: IntArray, propensity: FloatArray) -> None:
        placed = {(each.touchpoint, each.slot): each for slate in decision.slates.values() for each in slate.placements}
        for place, (code, slot) in enumerate(
            zip(pages.touchpoint[row].tolist(), pages.slot[row].tolist(), strict=True)
        ):
            found: Placement | None = placed.get((self._names[code], slot)) if code != ABSENT else None
            known = -1 if found is None else self.world.catalog.content_code.get(found.content_id, -1)
            if found is not None and known >= 0:
                content[place], propensity[place] = known, found.propensity
                self.telling.shown[pages.first + row, code, slot] = found

    def _wait(self) -> None:
        """Keep to the rate: pages are due one after the other, however long answers take."""
        if self.rate:
            self._due = max(self._due + 1 / self.rate, time.monotonic() - 1.0)
            time.sleep(max(self._due - time.monotonic(), 0.0))


def _plain(value: object) -> str | float:
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]
