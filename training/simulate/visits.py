"""When persons come and which pages they open: daily and weekly rhythm, channels, the way through a visit."""

from dataclasses import dataclass

import numpy as np

from training.simulate.clock import DAY_MS, HOUR_MS, MINUTE_MS, FloatArray, IntArray, weekday
from training.simulate.persons import Persons
from training.simulate.population import pick
from training.simulate.surfaces import ABSENT, Surfaces

WEEKDAY = np.array([1.0, 0.97, 0.96, 1.0, 1.08, 1.18, 1.12])
"""Visits by local weekday, Monday first, relative to Monday."""
DAYTIME = np.array([1, 1, 0, 0, 0, 1, 3, 6, 9, 10, 10, 11, 13, 11, 9, 9, 9, 9, 7, 6, 5, 4, 3, 2], float)
EVENING = np.array([3, 1, 1, 0, 0, 0, 1, 3, 4, 4, 4, 4, 7, 5, 4, 4, 4, 5, 8, 11, 14, 14, 11, 7], float)
"""Visits by local hour in the two rhythms that persons mix."""
LONGEST_VISIT_MS = 20 * MINUTE_MS
SECOND_PAGE, THIRD_PAGE = 0.65, 0.25
"""Chance that a visit goes on to another page."""
SCENE_LEADS, NEED_LEADS = 0.55, 0.5
"""Chance that the second page is the scene's, or else the one of the strongest need."""


@dataclass(frozen=True)
class Visits:
    """All visits of a chunk, in the order of each person's own time; V visits."""

    who: IntArray
    at_ms: IntArray
    channel: IntArray
    turn: IntArray
    """0 for a person's first visit, 1 for the second ..., int64[V]."""


def draw_visits(persons: Persons, start_ms: int, days: int, rng: np.random.Generator) -> Visits:
    """Draw the visits of `days` days from local midnight `start_ms`, ms UTC."""
    count = rng.poisson(persons.rate * days)
    who = np.repeat(np.arange(len(count)), count)
    edges = np.cumsum(np.resize(np.roll(WEEKDAY, -weekday(start_ms)), days))
    day = np.searchsorted(edges, rng.random(len(who)) * edges[-1], side="right")
    at = start_ms + day * DAY_MS + draw_hour(persons, who, rng)
    order = np.lexsort((at, who))
    turn = np.arange(len(who)) - np.repeat(np.cumsum(count) - count, count)
    return Visits(who, at[order], pick(persons.channels[who], rng), turn)


def draw_hour(persons: Persons, who: IntArray, rng: np.random.Generator) -> IntArray:
    """Draw a time of day, ms since local midnight, int64[len(who)]."""
    rhythm = np.where((rng.random(len(who)) < persons.evening[who])[:, None], EVENING, DAYTIME)
    moment = pick(rhythm, rng) * HOUR_MS + rng.random(len(who)) * HOUR_MS
    # The day is a little shorter, so that a visit never runs past midnight of the log's last day.
    return (moment * (DAY_MS - LONGEST_VISIT_MS) / DAY_MS).astype(np.int64)


def draw_pages(
    surfaces: Surfaces, channel: IntArray, scene: IntArray, need: FloatArray, rng: np.random.Generator
) -> IntArray:
    """Draw the surfaces of n visits, int64[n, 3], ABSENT where the visit has ended; `need` is float64[n, G]."""
    n = len(channel)
    pages = np.full((n, 3), ABSENT)
    pages[:, 0] = surfaces.entry[channel]
    leads = surfaces.by_scene[channel, scene]
    strongest = need.argmax(axis=1)
    wants = np.where(need[np.arange(n), strongest] > 0.3, surfaces.by_category[channel, strongest], ABSENT)
    second = _any_page(surfaces, channel, rng)
    second = np.where((wants != ABSENT) & (rng.random(n) < NEED_LEADS), wants, second)
    second = np.where((leads != ABSENT) & (rng.random(n) < SCENE_LEADS), leads, second)
    pages[:, 1] = np.where((rng.random(n) < SECOND_PAGE) & (second != pages[:, 0]), second, ABSENT)
    third = _any_page(surfaces, channel, rng)
    goes_on = (rng.random(n) < THIRD_PAGE) & (pages[:, 1] != ABSENT) & (third != pages[:, 0]) & (third != pages[:, 1])
    pages[:, 2] = np.where(goes_on, third, ABSENT)
    return pages


def page_time(at_ms: IntArray, number: IntArray) -> IntArray:
    """Return when the pages of a visit open: one minute apart."""
    return at_ms + number * MINUTE_MS


def _any_page(surfaces: Surfaces, channel: IntArray, rng: np.random.Generator) -> IntArray:
    own = np.array([[name == page_channel for page_channel, _ in surfaces.names] for name in surfaces.channels], float)
    return pick(own[channel], rng)
