"""One chunk of persons from the first visit to the last: the loop in which the log is written."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from slotwise.events import KIND_CODE, EventType
from training.simulate.attraction import Attraction, examination
from training.simulate.bottleneck import Bottleneck
from training.simulate.clock import DAY_MS, FloatArray, IntArray
from training.simulate.facts import Facts, facts_at
from training.simulate.filling import Filler, Pages
from training.simulate.funnel import Funnel, Interest
from training.simulate.ledger import NONE, Ledger
from training.simulate.scenes import scene_codes
from training.simulate.state import new_needs
from training.simulate.surfaces import ABSENT, Surfaces
from training.simulate.visits import Visits, draw_pages, page_time

ORGANIC_VIEWS = 3.6
"""Mean views of one's own accord a visit."""
ORGANIC_SHARPNESS = 2.5
"""Browsing follows the pull more sharply than the thumb does on a banner."""
DISMISS = 0.35
"""Chance that a pop-up that is not clicked is closed by hand."""
CLICK_MS, LOOK_MS, ORGANIC_MS = 4_000, 900, 15_000


class Turn(NamedTuple):
    """The visits of one round, at most one a person: n rows."""

    who: IntArray
    at_ms: IntArray
    scene: IntArray
    pull: FloatArray


@dataclass(frozen=True)
class Chunk:
    """Everything that the loop needs; `start_ms` is the log's first moment."""

    truth: Attraction
    surfaces: Surfaces
    policy: Filler
    live: npt.NDArray[np.bool_]
    """Products on sale by day of the log, bool[days, P]."""
    start_ms: int
    ledger: Ledger
    rng: np.random.Generator
    bottleneck: Bottleneck | None = None

    def run(self, visits: Visits) -> None:
        """Play the visits round by round: every person's first, then every second, ..."""
        order = np.argsort(visits.turn, kind="stable")
        for rows in np.split(order, np.cumsum(np.bincount(visits.turn))[:-1] if len(order) else []):
            self._turn(visits.who[rows], visits.at_ms[rows], visits.channel[rows], rows)

    def _turn(self, who: IntArray, at_ms: IntArray, channel: IntArray, visit: IntArray) -> None:
        truth, state = self.truth, self.truth.state
        elapsed = (at_ms - state.last_at[who]) / DAY_MS
        state.decay(who, at_ms)
        new_needs(state, who, elapsed, truth.interest[who], self.rng)
        facts = facts_at(truth.persons, state, truth.catalog.categories, who, at_ms)
        scene = scene_codes(truth.catalog.seeds.scenes, facts)
        turn = Turn(who, at_ms, scene, truth.pull(who, at_ms, scene))
        pages = draw_pages(self.surfaces, channel, scene, state.need[who], self.rng)
        row, number = np.nonzero(pages != ABSENT)
        surface, page_ms = pages[row, number], page_time(at_ms[row], number)
        context = {name: column[row] for name, column in facts.items()}
        first = self.ledger.add(
            "pages", who=who[row], at_ms=page_ms, surface=surface, scene=scene[row], visit=visit[row], **context
        )
        clicks = self._show(turn, row, surface, page_ms, context, first)
        last = first + np.searchsorted(row, np.arange(len(who)), side="right") - 1
        views = self._browse(turn, last, page_time(at_ms, (pages != ABSENT).sum(axis=1)))
        both = Interest(*(np.concatenate(pair) for pair in zip(clicks, views, strict=True)))
        self._funnel(who, channel).follow(both, self.ledger, self.rng)

    def _funnel(self, who: IntArray, channel: IntArray) -> Funnel:
        if self.bottleneck is None:
            return Funnel(self.truth)
        names = np.full(len(self.truth.persons.rate), "", object)
        names[who] = np.array(self.surfaces.channels, object)[channel]
        return Funnel(self.truth, self.bottleneck, names)

    def _show(
        self, turn: Turn, row: IntArray, surface: IntArray, at_ms: IntArray, facts: Facts, first: int
    ) -> Interest:
        """Fill the places of the pages, write decisions, exposures, clicks and dismissals; return the clicks."""
        truth = self.truth
        touchpoint = self._asked(surface, turn.scene[row])
        pages = Pages(
            turn.who[row], at_ms, surface, turn.scene[row], facts, touchpoint, self.surfaces.slot[surface], first
        )
        content, propensity = self.policy.fill(pages, self.ledger, self.rng)
        page, place = np.nonzero(content != ABSENT)
        who, shown, where = turn.who[row[page]], content[page, place], touchpoint[page, place]
        slot = self.surfaces.slot[surface[page], place]
        self.ledger.add("placements", page=first + page, touchpoint=where, slot=slot, content=shown,
                        propensity=propensity[page, place])  # fmt: skip
        chance = truth.click_chance(turn.pull, row[page], who, where, shown) * examination(slot)
        clicked = self.rng.random(len(page)) < chance
        exposed = Interest(
            who, at_ms[page] + 200, truth.catalog.content_product[shown], shown, where, slot, first + page
        )
        self._write(exposed, clicked, place)
        np.add.at(truth.state.wear, (who, shown), np.float32(1.0))
        clicks = exposed.take(np.nonzero(clicked)[0])
        return clicks._replace(at_ms=clicks.at_ms + CLICK_MS + LOOK_MS * place[clicked] + 500)

    def _asked(self, surface: IntArray, scene: IntArray) -> IntArray:
        """Return the touchpoints of the pages, int64[n, M], ABSENT where the page does not ask for the touchpoint."""
        touchpoint = self.surfaces.touchpoint[surface]
        in_scene = (scene < len(self.truth.catalog.seeds.scenes)).astype(np.int64)
        wanted = self.rng.random((len(surface), self.surfaces.asked.shape[1])) < self.surfaces.asked[in_scene]
        return np.where(np.take_along_axis(wanted, np.maximum(touchpoint, 0), axis=1), touchpoint, ABSENT)

    def _write(self, exposed: Interest, clicked: npt.NDArray[np.bool_], place: IntArray) -> None:
        self.ledger.event(KIND_CODE[EventType.EXPOSURE], at_ms=exposed.at_ms, **exposed.source())
        clicks = exposed.take(np.nonzero(clicked)[0])
        self.ledger.event(
            KIND_CODE[EventType.CLICK], at_ms=clicks.at_ms + CLICK_MS + LOOK_MS * place[clicked], **clicks.source()
        )
        popup = np.array([row.kinds == ("popup",) for row in self.truth.catalog.seeds.touchpoints])[exposed.touchpoint]
        closed = exposed.take(np.nonzero(popup & ~clicked & (self.rng.random(len(popup)) < DISMISS))[0])
        self.ledger.event(KIND_CODE[EventType.DISMISS], at_ms=closed.at_ms + CLICK_MS, **closed.source())

    def _browse(self, turn: Turn, page: IntArray, at_ms: IntArray) -> Interest:
        """Let persons look at products by themselves, after the pages; return the views."""
        count = self.rng.poisson(ORGANIC_VIEWS, len(turn.who))
        row = np.repeat(np.arange(len(count)), count)
        number = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        on_sale = self.live[(at_ms - self.start_ms) // DAY_MS]
        edges = np.cumsum(np.exp(ORGANIC_SHARPNESS * turn.pull) * on_sale, axis=1)
        drawn = self.rng.random(len(row)) * edges[row, -1]
        product = np.sum(edges[row] <= drawn[:, None], axis=1)
        none = np.full(len(row), NONE)
        return Interest(turn.who[row], at_ms[row] + ORGANIC_MS * number, product, none, none, none, page[row])
