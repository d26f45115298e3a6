"""The world of the benchmark: the trained demo world, persons with a history, and requests that are prepared."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import orjson

from bench.speed.client import prepared
from bench.speed.stage import DEMO_TOUCHPOINTS, Stage, write_states
from service.tokens import Claim, Signer
from slotwise import packing
from slotwise.events import KIND_CODE
from slotwise.model import Model
from slotwise.person import Interaction, PersonState
from slotwise.person_packing import pack

SECRET = "a secret of the benchmark alone"
KINDS = ("exposure", "click", "view", "start", "convert")
SHARES = (0.6, 0.25, 0.1, 0.03, 0.02)
_UP_TO = np.cumsum(SHARES)
WITH_TOKEN = 0.8
"""Share of exposures and clicks that return their placement's token."""
_DAY = 86_400_000


class _Drawn(NamedTuple):
    """What chance says about one event: numbers of its kind, product, person, session and touchpoint."""

    kind: int
    product: int
    person: int
    session: int
    with_token: bool
    touchpoint: int


@dataclass
class World:
    """The demo world on a stage; `persons` have `history` interactions each before the first event."""

    stage: Stage
    persons: int
    history: int
    batch: int = 100

    @cached_property
    def model(self) -> Model:
        """The trained model, whose products and touchpoints the events are about."""
        return packing.load(self.stage.demo / "bundle")

    @cached_property
    def states(self) -> Path:
        """File with every person's state."""
        path = self.stage.folder / "ingest-states.gz"
        write_states(path, [pack(self._state(number)) for number in range(self.persons)])
        return path

    def batches(self, count: int, name: str) -> Iterator[bytes]:
        """So many calls of 100 events each, all of them new; `name` keeps two series apart."""
        chance, numbers = np.random.default_rng(len(name)), itertools.count()
        for _ in range(count):
            events = [self._event(f"{name}-{next(numbers)}", drawn) for drawn in self._drawn(chance, self.batch)]
            yield prepared("/v1/events", orjson.dumps({"events": events}))

    def pairs(self, count: int, name: str) -> list[tuple[bytes, bytes]]:
        """A first event of somebody who was never seen, and the decision for the same person."""
        chance = np.random.default_rng(len(name))
        return [self._pair(f"{name}-{number}", drawn) for number, drawn in enumerate(self._drawn(chance, count))]

    def decisions(self) -> list[bytes]:
        """A decision for each of some persons."""
        return [self._decision(f"p{number}") for number in range(min(self.persons, 1_000))]

    def _pair(self, name: str, drawn: _Drawn) -> tuple[bytes, bytes]:
        event = {**self._event(name, drawn), "person": {"id": name}, "type": "click"}
        return prepared("/v1/events", orjson.dumps({"events": [event]})), self._decision(name)

    def _decision(self, person: str) -> bytes:
        context = {"channel": "app", "page": "home", "data_used_ratio": 0.4, "roaming": "no"}
        touchpoints = [{"touchpoint": each} for each in DEMO_TOUCHPOINTS]
        body = {"person": {"id": person}, "context": context, "touchpoints": touchpoints}
        return prepared("/v1/decisions", orjson.dumps(body))

    def _drawn(self, chance: np.random.Generator, count: int) -> list[_Drawn]:
        """What chance says about so many events, all at once: one number at a time takes longer than the events."""
        columns = (
            np.minimum(np.searchsorted(_UP_TO, chance.random(count)), len(KINDS) - 1),
            chance.integers(len(self.products), size=count),
            chance.integers(self.persons, size=count),
            chance.integers(self.persons, size=count),
            chance.random(count) < WITH_TOKEN,
            chance.integers(len(DEMO_TOUCHPOINTS), size=count),
        )
        return list(map(_Drawn._make, zip(*(column.tolist() for column in columns), strict=True)))

    def _event(self, name: str, drawn: _Drawn) -> dict[str, object]:
        kind, product = KINDS[drawn.kind], self.products[drawn.product]
        event: dict[str, object] = {
            "event_id": name,
            "type": kind,
            "person": {"id": f"p{drawn.person}"},
            "session": f"s{drawn.session}",
            "context": {"channel": "app", "page": "home", "data_used_ratio": 0.4},
            "properties": {"app_version": "7.1.0", "os": "android"},
        }
        if kind in ("exposure", "click") and drawn.with_token:
            place = DEMO_TOUCHPOINTS[drawn.touchpoint]
            claim = Claim(f"d_{name}", place, 1, product, product, 0.5, "demo", "1", "", 1 << 40)
            return {**event, "token": self._signer.sign(claim)}
        value = {"value": 9.5, "currency": "CNY"} if kind == "convert" else {}
        return {**event, "touchpoint": DEMO_TOUCHPOINTS[0], "product_id": product, **value}

    @cached_property
    def products(self) -> list[str]:
        """Ids of all products."""
        return list(self.model.catalog.products.ids)

    @cached_property
    def _signer(self) -> Signer:
        return Signer(SECRET.encode())

    def _state(self, number: int) -> PersonState:
        chance, end = np.random.default_rng(number), self.model.as_of
        times = np.sort(end - chance.integers(1, 30 * _DAY, self.history))
        products = chance.integers(len(self.products), size=self.history)
        history = tuple(
            Interaction(int(at), self.products[int(each)], KIND_CODE["click"], 0.0, DEMO_TOUCHPOINTS[0])
            for at, each in zip(times, products, strict=True)
        )
        totals = tuple(self.history if kind == KIND_CODE["click"] else 0 for kind in range(len(PersonState("").totals)))
        first, last = (int(times[0]), int(times[-1])) if self.history else (None, None)
        return PersonState(f"p{number}", history, (), totals, first, last)
