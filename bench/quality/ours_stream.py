"""The live world of our pipeline while the benchmark's stream goes on."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import replace
from typing import Any

import numpy as np

from bench.quality.folders import NOT_YET
from bench.quality.log import Log
from bench.quality.task import Train
from slotwise.catalog import Catalog, Contents
from slotwise.events import kind_code
from slotwise.facets import facts
from slotwise.interactions import Interactions
from slotwise.live import Live
from slotwise.model import Model
from slotwise.trail import Pairs
from slotwise.transitions import Steps
from training.dataset import Dataset

REACH, GAP = 3, 1_800_000


def _publishable(model: Model) -> Model:
    """The model with times of publication that can still be set."""
    products = model.catalog.products
    products = replace(products, published_at=products.published_at.copy())
    return replace(model, catalog=Catalog(products, Contents.of_products(products), model.catalog.touchpoints))


class Stream:
    """Folds the stream's events into counts and trails; `live` is the world after all of them."""

    def __init__(self, model: Model, dataset: Dataset, train: Train, attributes: dict[str, dict[str, Any]]):
        self.model = _publishable(model)
        self.attributes = attributes
        self.kind = kind_code(str(train.log.frame["type"][0]))
        self.counts, self.trail = model.counts, model.trail
        codes = model.catalog.products.ids
        self.code = np.array([codes.find(each) for each in train.products["product_id"]], np.int32)
        self.latest: dict[int, deque[tuple[int, int]]] = defaultdict(lambda: deque(maxlen=REACH))
        for person, product, time in zip(train.log.person, train.log.product, train.log.time, strict=True):
            self.latest[int(person)].append((int(self.code[product]), int(time)))
        self._live: Live | None = None

    def observe(self, log: Log) -> None:
        """Fold a stretch of the stream in; a product that is met for the first time is published by that."""
        published = self.model.catalog.products.published_at
        products = self.code[log.product]
        fresh = published[products] >= NOT_YET
        # From the last to the first: of several events the first is the one that counts.
        published[products[fresh][::-1]] = log.time[fresh][::-1]
        columns = self._columns(log)
        self.counts.add(columns)
        if self.trail.transitions is not None:
            self.trail.transitions.add(self._steps(log, columns))
        self.trail.add(self._pairs(log))
        self._live = None

    def live(self, now: int) -> Live:
        """The world with everything observed so far, as of `now` (ms UTC) but never before the model was made."""
        at = max(now, self.model.as_of)
        if self._live is None or at - self._live.at > 60_000:
            self._live = self.model.live(self.counts, self.trail, at)
        return self._live

    def _columns(self, log: Log) -> Interactions:
        n = len(log)
        product = self.code[log.product]
        return Interactions(
            person=log.person.astype(np.int32), product=product, content=product, time=log.time,
            kind=np.full(n, self.kind, np.int8), slot=np.zeros(n, np.int16), touchpoint=np.full(n, -1, np.int16),
            session=log.session.astype(np.int32), value=np.zeros(n, np.float32), facets=self._facets(log),
            numbers=np.zeros((n, len(self.model.facets.numbers)), np.float32),
        )  # fmt: skip

    def _facets(self, log: Log) -> np.ndarray:
        names = [name for name in log.frame.columns if name.startswith("context.")]
        contexts = log.frame.select(names).rows() if names else [()] * len(log)
        persons = log.frame["person_id"].to_list()
        rows = []
        for context, person in zip(contexts, persons, strict=True):
            known = {name[8:]: value for name, value in zip(names, context, strict=True) if value is not None}
            rows.append(self.model.facets.encode(facts(known, self.attributes.get(person, {}))))
        return np.array(rows, np.int32).reshape(len(log), -1)

    def _steps(self, log: Log, columns: Interactions) -> Steps:
        found, latest = [], {person: list(self.latest[person]) for person in set(log.person.tolist())}
        for row, (person, product, time) in enumerate(
            zip(log.person.tolist(), columns.product.tolist(), log.time.tolist(), strict=True)
        ):
            past = latest[person]
            if past and time - past[-1][1] <= GAP and past[-1][0] != product:
                before = past[-2][0] if len(past) > 1 and past[-1][1] - past[-2][1] <= GAP else -1
                found.append((past[-1][0], product, before, row))
            past.append((product, time))
        ends = np.array(found, np.int64).reshape(-1, 4)
        codes, rows = ends[:, :3].astype(np.int32), ends[:, 3]
        return Steps(codes[:, 0], codes[:, 1], codes[:, 2], log.time[rows], columns.facets[rows])

    def _pairs(self, log: Log) -> Pairs:
        found = []
        for person, product, time in zip(
            log.person.tolist(), self.code[log.product].tolist(), log.time.tolist(), strict=True
        ):
            for step, (seed, at) in enumerate(reversed(self.latest[person]), start=1):
                if time - at <= GAP * step and seed != product:
                    found.append((seed, product, time, step))
            self.latest[person].append((product, time))
        columns = np.array(found, np.int64).reshape(-1, 4)
        kinds = (np.int32, np.int32, np.int64, np.int8)
        return Pairs(*(columns[:, place].astype(kind) for place, kind in enumerate(kinds)))
