"""Second chance by the truth: what approaching leavers once converts, and what they would have bought without it.

Nothing of it happens in a simulated log: it is asked of the persons as they are at the log's end.
"""

import copy
from dataclasses import dataclass, replace

import numpy as np

from slotwise.chance import generator
from slotwise.events import KIND_CODE, EventType
from training.simulate.attraction import Attraction
from training.simulate.campaign import CATEGORY
from training.simulate.chunk import Chunk
from training.simulate.clock import FloatArray, IntArray
from training.simulate.facts import facts_at
from training.simulate.filling import Filler, Logged, Pages
from training.simulate.funnel import Funnel
from training.simulate.ledger import Columns, Ledger
from training.simulate.logging_policy import LoggingPolicy
from training.simulate.scenes import scene_codes
from training.simulate.surfaces import ABSENT
from training.simulate.visits import draw_visits
from training.simulate.world import World

TOUCHPOINT = "app.broadband.popup"
_CONVERT = KIND_CODE[EventType.CONVERT]


def approached(world: World, who: IntArray, content: IntArray, touchpoint: str = TOUCHPOINT) -> FloatArray:
    """Return the chance that one approach of each person with a content, int64 each, ends in a conversion, float64.

    It is shown in slot 1 at the log's end: click x start x finish.
    """
    count = len(who)
    at_ms, rows = np.full(count, world.end_ms), np.arange(count)
    persons = world.truth.rows(who, at_ms)
    facts = facts_at(persons.persons, persons.state, world.catalog.categories, rows, at_ms)
    pull = persons.pull(rows, at_ms, scene_codes(world.catalog.seeds.scenes, facts))
    place = np.full(count, world.catalog.touchpoint_code[touchpoint])
    start, finish = Funnel(persons).chances(rows, at_ms, world.catalog.content_product[content])
    return persons.click_chance(pull, rows, rows, place, content) * start * finish


def bought_anyway(world: World, who: IntArray, withheld: IntArray, days: int, lives: int) -> FloatArray:
    """Return the share of so many lives in which each person buys of the category without the campaign, float64.

    Each life is that of the same person over some days from the log's end, led by the policy that wrote the log, but
    for the campaign's contents, int64, which are not shown.
    """
    again = np.tile(who, lives)
    events = lived_on(world, again, withheld, days, generator("second chance", str(world.seed), "lives"))
    group = world.catalog.categories.index(CATEGORY)
    mine = (events["type"] == _CONVERT) & (world.catalog.product_category[events["product"]] == group)
    bought = np.zeros(len(again))
    bought[events["who"][mine]] = 1.0
    shares: FloatArray = bought.reshape(lives, len(who)).mean(axis=0)
    return shares


def lived_on(world: World, who: IntArray, withheld: IntArray, days: int, rng: np.random.Generator) -> Columns:
    """Return the events of some days from the log's end, in which some contents, int64, are not shown.

    `who`, int64, may name a person more than once: each lives a life of their own, and `who` of the events counts them.
    """
    persons = world.truth.rows(who, np.full(len(who), world.end_ms))
    persons = replace(persons, state=copy.deepcopy(persons.state))
    live, ledger = world.launches.on_sale(world.end_ms, days), Ledger()
    filler = _Without(_policy(world, live), withheld)
    visits = draw_visits(persons.persons, world.end_ms, days, rng)
    Chunk(persons, world.surfaces, filler, live, world.end_ms, ledger, rng).run(visits)
    return ledger.table("events")


def without(world: World) -> IntArray:
    """Return the persons who have nothing of the category and left no process of it midway: the ordinary campaign's."""
    group = world.catalog.categories.index(CATEGORY)
    count = len(world.truth.persons.rate)
    who = np.arange(count)
    persons: Attraction = world.truth.rows(who, np.full(count, world.end_ms))
    owns = (persons.state.owned & (world.catalog.product_category == group)).any(axis=1)
    left = persons.left(who, np.full(count, world.end_ms))[:, group] > 0
    return np.flatnonzero(~owns & ~left)


@dataclass(frozen=True)
class _Without:
    """A filler whose pages lack some contents: those places stay empty."""

    filler: Filler
    contents: IntArray

    def fill(self, pages: Pages, ledger: Ledger, rng: np.random.Generator) -> tuple[IntArray, FloatArray]:
        """Fill the pages, and take the contents out."""
        content, propensity = self.filler.fill(pages, ledger, rng)
        kept = ~np.isin(content, self.contents)
        return np.where(kept, content, ABSENT), np.where(kept, propensity, np.nan)


def _policy(world: World, live: np.ndarray) -> Logged:
    shown = live[:, world.catalog.content_product]
    return Logged(LoggingPolicy.of(world.catalog, world.effects, shown, world.seed), world.catalog, world.end_ms)
