"""What follows interest in a product: view, start, steps, and leaving midway or converting; and what that changes."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from slotwise.events import KIND_CODE, EventType
from training.simulate.attraction import Attraction
from training.simulate.bottleneck import Bottleneck
from training.simulate.clock import DAY_MS, FloatArray, IntArray
from training.simulate.ledger import NONE, Ledger
from training.simulate.state import State

ORGANIC_START = 0.15
"""Starts after a view of one's own accord, relative to those after a click."""
LEFT_START, LEFT_FINISH = 1.2, 1.58
"""Factors for those who left a process of the category midway not long ago: they know what they want."""
CONTRACT_DAYS = 720
STEP_MS = 20_000


class Interest(NamedTuple):
    """n views of products; content, touchpoint and slot are NONE when the person came by themselves."""

    who: IntArray
    at_ms: IntArray
    product: IntArray
    content: IntArray
    touchpoint: IntArray
    slot: IntArray
    page: IntArray

    def take(self, rows: IntArray) -> "Interest":
        """Return the chosen rows."""
        return Interest(*(column[rows] for column in self))

    def source(self) -> dict[str, IntArray]:
        """Return the columns that an event keeps of where the interest came from."""
        names = ("who", "product", "content", "touchpoint", "slot", "page")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Funnel:
    """The funnel of one set of persons."""

    truth: Attraction
    bottleneck: Bottleneck | None = None
    channel: npt.NDArray[np.object_] | None = None
    """Channel of each person's visit, object[persons]; needed where there is a bottleneck."""

    def chances(self, who: IntArray, at_ms: IntArray, product: IntArray) -> tuple[FloatArray, FloatArray]:
        """Return the chance that a click becomes a start, and that a start is finished, float64[n] each."""
        catalog = self.truth.catalog
        group = catalog.product_category[product]
        left = self.truth.left(who, at_ms)[np.arange(len(who)), group] > 0
        start = np.array([facts.start for facts in catalog.category_facts])[group]
        finish = np.array([facts.finish for facts in catalog.category_facts])[group]
        start = np.where(self.truth.state.owned[who, product], 0.0, start * np.where(left, LEFT_START, 1.0))
        return np.minimum(start, 0.95), np.minimum(finish * np.where(left, LEFT_FINISH, 1.0), 0.95)

    def follow(self, interest: Interest, ledger: Ledger, rng: np.random.Generator) -> None:
        """Write what becomes of the views and change the persons' state."""
        ledger.event(KIND_CODE[EventType.VIEW], at_ms=interest.at_ms, **interest.source())
        start, finish = self.chances(interest.who, interest.at_ms, interest.product)
        start = start * np.where(interest.content == NONE, ORGANIC_START, 1.0)
        starts = np.nonzero(rng.random(len(start)) < start)[0]
        pairs = interest.who[starts] * len(self.truth.catalog.product_ids) + interest.product[starts]
        starts = starts[np.sort(np.unique(pairs, return_index=True)[1])]
        self._process(interest.take(starts), rng.random(len(starts)) < finish[starts], ledger, rng)

    def _process(self, started: Interest, finishes: np.ndarray, ledger: Ledger, rng: np.random.Generator) -> None:
        catalog, source = self.truth.catalog, started.source()
        steps = np.array([facts.steps for facts in catalog.category_facts])[catalog.product_category[started.product]]
        reached = np.where(finishes, steps, rng.integers(0, steps + 1))
        if self.bottleneck is not None and self.channel is not None:
            here = (started.product, self.channel[started.who], started.at_ms, reached + finishes)
            stops = self.bottleneck.stops(catalog, *here, rng)
            finishes, reached = finishes & ~stops, np.where(stops, self.bottleneck.step, reached)
        at_ms = started.at_ms + STEP_MS
        ledger.event(KIND_CODE[EventType.START], at_ms=at_ms, **source)
        for step in range(1, int(reached.max(initial=0)) + 1):
            rows = np.nonzero(reached >= step)[0]
            ledger.event(KIND_CODE[EventType.STEP], at_ms=at_ms[rows] + step * STEP_MS, **started.take(rows).source())
        done_at = at_ms + (reached + 1) * STEP_MS
        for kind, mask in ((EventType.LEAVE, ~finishes), (EventType.CONVERT, finishes)):
            rows = np.nonzero(mask)[0]
            value = catalog.price[started.product[rows]] if kind is EventType.CONVERT else np.nan
            ledger.event(KIND_CODE[kind], at_ms=done_at[rows], value=value, **started.take(rows).source())
        leave(self.truth, started.who[~finishes], started.product[~finishes], done_at[~finishes])
        convert(self.truth, started.who[finishes], started.product[finishes], done_at[finishes])


def leave(truth: Attraction, who: IntArray, product: IntArray, at_ms: IntArray) -> None:
    """Mark processes as left midway."""
    truth.state.left_at[who, truth.catalog.product_category[product]] = at_ms


def convert(truth: Attraction, who: IntArray, product: IntArray, at_ms: IntArray) -> None:
    """Hand over what was bought: the need is met, the process closed, a plan replaces the plan before."""
    state, catalog = truth.state, truth.catalog
    group = catalog.product_category[product]
    state.need[who, group] *= 0.2
    state.left_at[who, group] = 0
    plans = group == catalog.categories.index("plan")
    state.owned[np.ix_(who[plans], np.nonzero(catalog.product_category == catalog.categories.index("plan"))[0])] = False
    kept = np.array([facts.kept for facts in catalog.category_facts])[group]
    state.owned[who[kept], product[kept]] = True
    _contract(state, catalog.categories, who, group, at_ms)


def _contract(state: State, categories: list[str], who: IntArray, group: IntArray, at_ms: IntArray) -> None:
    for names, column, moved in (
        (("plan", "handset"), state.contract_end, CONTRACT_DAYS * DAY_MS),
        (("handset",), state.device_since, 0),
        (("data_pack",), state.data_pack_at, 0),
    ):
        rows = np.isin(group, [categories.index(name) for name in names])
        column[who[rows]] = at_ms[rows] + moved
