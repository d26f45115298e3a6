"""The features of the careful user's service: plain numpy over all candidates at once, written for nothing else.

They carry the names and meanings of the features that the engine computes, so that one Booster serves both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

DAY = 86_400_000
HOUR = 3_600_000
REQUEST = (
    "person_events", "person_products", "person_tenure", "person_idle", "person_last_day", "person_repeats",
    "person_categories", "person_price", "person_conversions", "person_click_rate", "person_shown_week",
    "hour_of_day", "day_of_week", "facet.context.channel", "facet.context.page", "facet.person.city",
    "facet.touchpoint", "number.context.battery",
)  # fmt: skip
PRODUCT = (
    "popularity_hour", "popularity_hours", "popularity_days", "popularity_weeks", "popularity_ever", "trend_hours",
    "trend_days", "trend_weeks", "click_rate", "exposures", "conversion_rate", "category_click_rate", "category_share",
    "product_age", "price", "price_in_category", "attribute.brand", "attribute.rating",
)  # fmt: skip
MATCH = (
    "als_score", "als_rank", "product_times", "product_last", "product_steps", "category_affinity", "category_last",
    "category_same_as_last", "price_to_person", "shown_times", "shown_last", "scene_lift", "segment_lift",
    "touchpoint_lift", "touchpoint_click_lift",
)  # fmt: skip
NAMES = REQUEST + PRODUCT + MATCH


@dataclass(frozen=True)
class Person:
    """What was read of the person: products, times (ms UTC) and the same of exposures, old to new; counts by kind."""

    products: np.ndarray
    times: np.ndarray
    shown: np.ndarray
    shown_times: np.ndarray
    exposures: int
    clicks: int
    conversions: int
    first_at: int


@dataclass(frozen=True)
class Columns:
    """Columns over the whole catalogue, all made when the service starts."""

    products: np.ndarray
    """float32 (n, len(PRODUCT))."""
    category: np.ndarray
    log_price: np.ndarray
    lift: np.ndarray
    """float32 (rows, n) by value of a facet."""
    click_lift: np.ndarray
    starts: tuple[int, ...]
    """First row of channel, page, city, touchpoint."""


def request_values(person: Person, columns: Columns, rows: list[int], battery: float, now: int) -> list[float]:
    """The values of REQUEST: the same for every candidate."""
    different = len(set(person.products.tolist()))
    prices = columns.log_price[person.products]
    return [
        np.log1p(person.clicks + person.conversions),
        np.log1p(different),
        (now - person.first_at) / DAY,
        (now - person.times[-1]) / HOUR,
        len(person.times) - np.searchsorted(person.times, now - DAY),
        1 - different / len(person.products),
        len(set(columns.category[person.products].tolist())),
        prices.mean(),
        np.log1p(person.conversions),
        (person.clicks + 1.0) / (person.exposures + 100.0),
        np.sum(person.shown_times >= now - 7 * DAY),
        now % DAY / HOUR,
        (now // DAY + 3) % 7,
        *(row - start for row, start in zip(rows, columns.starts, strict=True)),
        battery,
    ]


def match_columns(
    person: Person, columns: Columns, found: np.ndarray, scores: np.ndarray, rows: list[int], now: int
) -> list[Any]:
    """The columns of MATCH for the candidates `found`, in the order of retrieval."""
    channel, page, city, touchpoint = rows
    category, own = columns.category[found], columns.category[person.products]
    times, last, steps = _own(person.products, found)
    share, latest = _by_category(own, person.times, int(columns.category.max()) + 1, now)
    shown_times, shown_last = _shown(person, found, now)
    return [
        scores,
        np.arange(1, len(found) + 1),
        np.log1p(times),
        np.where(times > 0, (now - person.times[last]) / DAY, np.nan),
        np.where(times > 0, steps, np.nan),
        share[category],
        latest[category],
        category == own[-1],
        columns.log_price[found] - columns.log_price[person.products].mean(),
        shown_times,
        shown_last,
        columns.lift[channel, found] + columns.lift[page, found],
        columns.lift[city, found],
        columns.lift[touchpoint, found],
        columns.click_lift[touchpoint, found],
    ]


def _own(own: np.ndarray, found: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Times, place of the last touch and steps back to it, 0 for products never touched."""
    same = found[:, None] == own[None, :]
    last = len(own) - 1 - np.argmax(same[:, ::-1], axis=1)
    return same.sum(axis=1), last, len(own) - last


def _by_category(own: np.ndarray, times: np.ndarray, count: int, now: int) -> tuple[np.ndarray, np.ndarray]:
    weight = np.power(0.97, np.arange(len(own))[::-1])
    latest = np.full(count, np.nan)
    latest[own] = (now - times) / DAY
    return np.bincount(own, weights=weight, minlength=count) / weight.sum(), latest


def _shown(person: Person, found: np.ndarray, now: int) -> tuple[np.ndarray, np.ndarray]:
    same = found[:, None] == person.shown[None, :]
    week = same @ (person.shown_times >= now - 7 * DAY).astype(np.float32)
    latest = np.where(same, person.shown_times, 0).max(axis=1)
    return week, np.where(latest > 0, (now - latest) / HOUR, np.nan)
