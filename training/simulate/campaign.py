"""Second-chance marketing by the truth: what a campaign converts among those who left midway, and among others."""

from typing import NamedTuple

import numpy as np

from training.simulate.clock import FloatArray
from training.simulate.facts import facts_at
from training.simulate.funnel import Funnel
from training.simulate.scenes import scene_codes
from training.simulate.world import World

CATEGORY = "broadband"


class CampaignRates(NamedTuple):
    """Mean chance that one approach ends in a conversion, by group of persons without the product."""

    ordinary: float
    left_midway: float
    persons_left: int


def campaign_rates(world: World, touchpoint: str = "app.broadband.popup") -> CampaignRates:
    """Return what approaching everyone without broadband once, through `touchpoint`, would convert at the log's end.

    An approach shows one broadband content in slot 1; its chance of conversion is click x start x finish.
    """
    n = len(world.truth.persons.rate)
    who, at_ms = np.arange(n), np.full(n, world.end_ms)
    persons = world.truth.rows(who, at_ms)
    scene = scene_codes(
        world.catalog.seeds.scenes, facts_at(persons.persons, persons.state, world.catalog.categories, who, at_ms)
    )
    group = world.catalog.categories.index(CATEGORY)
    without = ~(persons.state.owned & (world.catalog.product_category == group)).any(axis=1)
    left = persons.left(who, at_ms)[:, group] > 0
    pull, chance = persons.pull(who, at_ms, scene), np.zeros(n)
    contents = [world.catalog.content_code[content] for content in world.eligible(touchpoint)]
    contents = [
        content
        for content in contents
        if world.catalog.product_category[world.catalog.content_product[content]] == group
    ]
    for content in contents:
        product = np.full(n, world.catalog.content_product[content])
        place = np.full(n, world.catalog.touchpoint_code[touchpoint])
        start, finish = Funnel(persons).chances(who, at_ms, product)
        chance += persons.click_chance(pull, who, who, place, np.full(n, content)) * start * finish / len(contents)
    return CampaignRates(_mean(chance[without & ~left]), _mean(chance[without & left]), int((without & left).sum()))


def _mean(values: FloatArray) -> float:
    return float(values.mean()) if len(values) else float("nan")
