"""Policies to compare with: chance, an operator's rules, and what is clicked most."""

from collections.abc import Callable, Mapping

import numpy as np

from training.simulate.catalog import Catalog
from training.simulate.clock import DAY_MS, FloatArray, IntArray
from training.simulate.filling import Pages
from training.simulate.ledger import Ledger
from training.simulate.surfaces import ABSENT
from training.simulate.world import World

BY_SCENE: Mapping[str, str] = {
    "over_quota": "data_pack",
    "roaming": "roaming",
    "contract_ending": "plan",
    "broadband_left": "broadband",
    "new_device": "insurance",
    "bill_shock": "plan",
}
"""What an operator's rule book offers in each scene: a category of products."""


class Random:
    """Every content that a place takes is as likely as any other."""

    def __init__(self, world: World):
        self.world = world

    def midnight(self, at_ms: int, ledger: Ledger) -> None:
        """Learn nothing."""

    def fill(self, pages: Pages, ledger: Ledger, rng: np.random.Generator) -> tuple[IntArray, FloatArray]:
        """Draw without repeats."""
        return first_left(self.world, pages, rng.random((len(pages.who), len(self.world.catalog.content_ids))))


class RuleBased:
    """In a scene the products of the category that its rule names, elsewhere the list that an editor chose by hand.

    Within each the order turns from day to day, so that persons do not always meet the same content.
    """

    def __init__(self, world: World):
        self.world, catalog = world, world.catalog
        names = [str(row["scene"]) for row in catalog.seeds.scenes]
        category = catalog.product_category[catalog.content_product]
        self.chosen = np.zeros((len(names) + 1, len(category)))
        for code, name in enumerate(names):
            self.chosen[code] = category == catalog.categories.index(BY_SCENE[name])
        self.listed = np.zeros((len(catalog.seeds.touchpoints), len(category)))
        for code, row in enumerate(catalog.seeds.touchpoints):
            self.listed[code, [catalog.content_code[content] for content in row.fallback]] = 1.0

    def midnight(self, at_ms: int, ledger: Ledger) -> None:
        """Learn nothing: rules are written, not learned."""

    def fill(self, pages: Pages, ledger: Ledger, rng: np.random.Generator) -> tuple[IntArray, FloatArray]:
        """Take what the scene's rule says first, then the editor's list, then the rest."""
        count = len(self.world.catalog.content_ids)
        day = (pages.at_ms // DAY_MS)[:, None]
        turning = ((np.arange(count)[None] * 7_919 + day * 104_729) % 1_000) / 1_000
        places = np.maximum(pages.touchpoint, 0)
        listed = self.listed[places].max(axis=1)
        return first_left(self.world, pages, 4 * self.chosen[pages.scene] + 2 * listed + turning)


class Popular:
    """The contents with most clicks an exposure so far, drawn towards the mean."""

    def __init__(self, world: World, clicks: IntArray, exposures: IntArray):
        self.world = world
        rate = (clicks + 1.0) / (exposures + 100.0)
        self.rate = rate / rate.max()

    def midnight(self, at_ms: int, ledger: Ledger) -> None:
        """Stay with what the log before the month said."""

    def fill(self, pages: Pages, ledger: Ledger, rng: np.random.Generator) -> tuple[IntArray, FloatArray]:
        """Take the best ones that the places take."""
        return first_left(self.world, pages, np.broadcast_to(self.rate, (len(pages.who), len(self.rate))))


def first_left(world: World, pages: Pages, liking: FloatArray) -> tuple[IntArray, FloatArray]:
    """Fill places one after the other with the open content of the highest liking, float64[n, C], without repeats."""
    return filled(world, pages, lambda place: liking)


def filled(world: World, pages: Pages, liking: Callable[[int], FloatArray]) -> tuple[IntArray, FloatArray]:
    """The same where the liking, float64[n, C], is another one in each place."""
    catalog: Catalog = world.catalog
    content, rows = np.full(pages.touchpoint.shape, ABSENT), np.arange(len(pages.who))
    left = world.launches.published_ms[catalog.content_product][None] <= pages.at_ms[:, None]
    for place in range(pages.touchpoint.shape[1]):
        asked = pages.touchpoint[:, place]
        takes = catalog.in_pool[catalog.pool_of[np.maximum(asked, 0)]]
        liked = np.where(takes & left, liking(place), -np.inf)
        best = liked.argmax(axis=1)
        shown = (asked != ABSENT) & np.isfinite(liked[rows, best])
        content[shown, place] = best[shown]
        left[rows[shown], best[shown]] = False
    return content, np.where(content == ABSENT, np.nan, 1.0)
