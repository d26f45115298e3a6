"""Slotwise as the policy of a simulated month: the very decide() for every page, states folded event by event."""

from collections import defaultdict
from typing import Any

import numpy as np

from slotwise import facets, person
from slotwise.counts import ProductCounts
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from slotwise.events import KIND_CODE, KINDS, Event, EventType
from slotwise.interactions import Interactions
from slotwise.live import Live
from slotwise.model import Model
from slotwise.person import PersonState
from slotwise.trail import Trail, pairs
from slotwise.transitions import steps
from training.dataset import Dataset
from training.simulate.clock import FloatArray, IntArray
from training.simulate.facts import FACTS
from training.simulate.filling import Pages
from training.simulate.ids import person_name
from training.simulate.ledger import NONE, Columns, Ledger
from training.simulate.surfaces import ABSENT
from training.simulate.world import World
from training.states import States


class Served:
    """Answers pages with a trained model; at midnight the product counts take in what happened on the day."""

    def __init__(self, world: World, model: Model, states: list[PersonState]):
        """`states` of the month's persons as of its beginning, in their order."""
        self.world, self.model, self.states = world, model, states
        catalog, contents = world.catalog, model.catalog.contents.ids.index
        self.live: Live = model.live(model.counts, model.trail, model.as_of)
        self.counts: ProductCounts = model.counts.copy()
        self.trail: Trail = model.trail.copy()
        self.touchpoints = [row.touchpoint for row in catalog.seeds.touchpoints]
        self.codes = np.array([contents.get(name, -1) for name in catalog.content_ids])
        self.back = {code: number for number, code in enumerate(self.codes.tolist()) if code >= 0}
        self._folded = self._counted = 0

    @classmethod
    def after(cls, world: World, model: Model, dataset: Dataset, count: int) -> "Served":
        """Return the policy for the world's first `count` persons, as they are at the end of its log."""
        states = States(dataset)
        return cls(world, model, [states.at(person_name(number), world.end_ms) for number in range(count)])

    def midnight(self, at_ms: int, ledger: Ledger) -> None:
        """Fold the day's events into the product counts and let the world's clock go on."""
        parts = ledger.tables["events"][self._counted :]
        self._counted += len(parts)
        if parts:
            batch = self._interactions(_joined(parts), ledger.table("pages"))
            self.counts, self.trail = self.counts.copy(), self.trail.copy()
            self.counts.add(batch)
            self.trail.add(pairs(batch))
            if self.trail.transitions is not None:
                self.trail.transitions.add(steps(batch))
        self.live = self.model.live(self.counts, self.trail, at_ms, self.live.exposed)

    def fill(self, pages: Pages, ledger: Ledger, rng: np.random.Generator) -> tuple[IntArray, FloatArray]:
        """Ask for every page what the service would be asked."""
        self._fold(ledger)
        content = np.full(pages.touchpoint.shape, ABSENT)
        propensity = np.full(pages.touchpoint.shape, np.nan)
        for row in range(len(pages.who)):
            self._page(pages, row, content[row], propensity[row])
        return content, propensity

    def _page(self, pages: Pages, row: int, content: IntArray, propensity: FloatArray) -> None:
        places = [(int(code), int(slot)) for code, slot in zip(pages.touchpoint[row], pages.slot[row], strict=True)]
        slots: dict[int, int] = defaultdict(int)
        for code, slot in places:
            if code != ABSENT:
                slots[code] = max(slots[code], slot)
        asks = tuple(Ask(self.touchpoints[code], count) for code, count in slots.items())
        channel, page = self.world.surfaces.names[pages.surface[row]]
        wanted = Wanted(
            asks,
            int(pages.at_ms[row]),
            f"page {pages.first + row}",
            {"channel": channel, "page": page, **_known(pages.facts, row)},
        )
        decision = decide(self.model, self.states[pages.who[row]], wanted, self.live)
        for code, slate in zip(slots, decision.slates, strict=True):
            for each in slate.placements:
                place = places.index((code, each.slot))
                content[place], propensity[place] = self.back[each.content], each.propensity

    def _fold(self, ledger: Ledger) -> None:
        """Fold what happened since the last pages into the states of those to whom it happened."""
        parts = ledger.tables["events"][self._folded :]
        self._folded += len(parts)
        if not parts:
            return
        rows = _joined(parts)
        order = np.argsort(rows["at_ms"], kind="stable")
        self._count_exposures(rows)
        for number, event in zip(rows["who"][order].tolist(), self._events(rows, order), strict=True):
            self.states[number] = person.apply(self.states[number], event)

    def _count_exposures(self, rows: Columns) -> None:
        """Quotas and guarantees are held against what was shown up to the last pages, as in the service."""
        touched = np.array([self.model.catalog.touchpoint(name) for name in self.touchpoints] + [-1], np.int16)
        shown = rows["type"] == KIND_CODE[EventType.EXPOSURE]
        contents = np.append(self.codes, -1)[rows["content"][shown]]
        self.live.exposed = self.live.exposed.counted(
            rows["at_ms"][shown], touched[rows["touchpoint"][shown]], contents
        )

    def _events(self, rows: Columns, order: np.ndarray) -> list[Event]:
        catalog = self.world.catalog
        columns = [
            rows[name][order].tolist() for name in ("at_ms", "type", "product", "content", "touchpoint", "value")
        ]
        return [
            Event(
                event_id="",
                occurred_at=at,
                person_id="",
                type=KINDS[kind],
                product_id=None if product == NONE else catalog.product_ids[product],
                content_id=None if shown == NONE else catalog.content_ids[shown],
                touchpoint=None if where == NONE else self.touchpoints[where],
                value=None if value != value else value,
            )
            for at, kind, product, shown, where, value in zip(*columns, strict=True)
        ]

    def _interactions(self, rows: Columns, pages: Columns) -> Interactions:
        """The events as the columns that counts are folded from."""
        order = np.argsort(rows["at_ms"], kind="stable")
        rows = {name: column[order] for name, column in rows.items()}
        model, index = self.model, self.model.catalog.products.ids.index
        products = np.array([index.get(name, -1) for name in self.world.catalog.product_ids] + [-1], np.int32)
        touched = np.array([model.catalog.touchpoint(name) for name in self.touchpoints] + [-1], np.int16)
        shared, where = np.unique(rows["page"], return_inverse=True)
        encoded = np.array([self._encoded(pages, page) for page in shared.tolist()], np.int32)[where]
        place = model.facets.place(facets.TOUCHPOINT)
        if place >= 0:
            by_name = [model.facets.with_touchpoint(encoded[0], name)[place] for name in [*self.touchpoints, ""]]
            encoded[:, place] = np.array(by_name, np.int32)[rows["touchpoint"]]
        count = len(order)
        return Interactions(
            person=rows["who"].astype(np.int32),
            product=products[rows["product"]],
            content=np.append(self.codes, -1)[rows["content"]].astype(np.int32),
            time=rows["at_ms"],
            kind=rows["type"].astype(np.int8),
            slot=np.maximum(rows["slot"], 0).astype(np.int16),
            touchpoint=touched[rows["touchpoint"]],
            session=np.where(rows["page"] == NONE, NONE, pages["visit"][rows["page"]]).astype(np.int32),
            value=np.nan_to_num(rows["value"]).astype(np.float32),
            facets=encoded,
            numbers=np.full((count, len(model.facets.numbers)), np.nan, np.float32),
        )

    def _encoded(self, pages: Columns, page: int) -> Any:
        if page == NONE:
            return self.model.facets.encode({})
        names = [str(row["scene"]) for row in self.world.catalog.seeds.scenes]
        scene = int(pages["scene"][page])
        channel, name = self.world.surfaces.names[pages["surface"][page]]
        context = {"channel": channel, "page": name, **_known(pages, page)}
        attributes = self.states[int(pages["who"][page])].attributes
        known = facets.facts(context, attributes)
        return self.model.facets.encode(facets.with_scene(known, names[scene] if scene < len(names) else None))


def _joined(parts: list[Columns]) -> Columns:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _known(columns: Columns, row: int) -> dict[str, str | float]:
    found = {name: columns[name][row] for name in FACTS}
    return {name: float(each) if isinstance(each, float) else each for name, each in found.items() if each is not None}
