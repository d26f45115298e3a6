"""Product features: how wanted a product is over hours, days and ever, what it costs, how old it is."""

import numpy as np

from slotwise.counts import CLICKS, CONVERSIONS, EXPOSURES, HALFLIVES, INTEREST
from slotwise.features import Column, Items, feature

DAY = 86_400_000
HOUR = 3_600_000
_MINUTES, _HOUR, _HOURS, _DAYS, _WEEKS, _MONTHS, _EVER = range(len(HALFLIVES))


@feature("product", "log(1 + strength)")
def popularity_minutes(items: Items) -> Column:
    """Interest with a half-life of a quarter of an hour."""
    return np.log1p(items.live.total(INTEREST, _MINUTES)[items.products])


@feature("product", "log(1 + strength)")
def popularity_hour(items: Items) -> Column:
    """Interest with a half-life of an hour."""
    return np.log1p(items.live.total(INTEREST, _HOUR)[items.products])


@feature("product", "log(1 + strength)")
def popularity_hours(items: Items) -> Column:
    """Interest with a half-life of six hours."""
    return np.log1p(items.live.total(INTEREST, _HOURS)[items.products])


@feature("product", "log(1 + strength)", direction=1)
def popularity_days(items: Items) -> Column:
    """Interest with a half-life of two days."""
    return np.log1p(items.live.total(INTEREST, _DAYS)[items.products])


@feature("product", "log(1 + strength)", direction=1)
def popularity_weeks(items: Items) -> Column:
    """Interest with a half-life of two weeks."""
    return np.log1p(items.live.total(INTEREST, _WEEKS)[items.products])


@feature("product", "log(1 + strength)", direction=1)
def popularity_months(items: Items) -> Column:
    """Interest with a half-life of half a year."""
    return np.log1p(items.live.total(INTEREST, _MONTHS)[items.products])


@feature("product", "log(1 + strength)", direction=1)
def popularity_ever(items: Items) -> Column:
    """All interest since the log began."""
    return np.log1p(items.live.total(INTEREST, _EVER)[items.products])


@feature("product", "log ratio")
def trend_minutes(items: Items) -> Column:
    """Interest of the last minutes against the last hour."""
    return _log_ratio(items, _MINUTES, _HOUR)


@feature("product", "log ratio")
def trend_hours(items: Items) -> Column:
    """Interest of the last hour against the last six: rising above, falling below."""
    return _log_ratio(items, _HOUR, _HOURS)


@feature("product", "log ratio")
def trend_days(items: Items) -> Column:
    """Interest of the last hours against the last two days."""
    return _log_ratio(items, _HOURS, _DAYS)


@feature("product", "log ratio")
def trend_weeks(items: Items) -> Column:
    """Interest of the last days against the last two weeks."""
    return _log_ratio(items, _DAYS, _WEEKS)


@feature("product", "log ratio")
def trend_months(items: Items) -> Column:
    """Interest of the last two weeks against the last half-year."""
    return _log_ratio(items, _WEEKS, _MONTHS)


@feature("product", "clicks per exposure", direction=1)
def click_rate(items: Items) -> Column:
    """Clicks over exposures weighted by position, drawn towards the category's rate."""
    return items.live.click_rate()[items.products]


@feature("product", "log(1 + exposures)")
def exposures(items: Items) -> Column:
    """How often the product was shown over the last weeks."""
    return np.log1p(items.live.total(EXPOSURES, _WEEKS)[items.products])


@feature("product", "conversions per click")
def conversion_rate(items: Items) -> Column:
    """Conversions over clicks, drawn towards one in fifty."""
    live = items.live
    converted, clicked = live.total(CONVERSIONS, _EVER)[items.products], live.total(CLICKS, _EVER)[items.products]
    return np.minimum((converted + 1.0) / (clicked + 50.0), 10.0).astype(np.float32)


@feature("product", "clicks per exposure", direction=1)
def category_click_rate(items: Items) -> Column:
    """Mean click rate of the products of the category."""
    live = items.live
    mean = live.keep("category click rate", lambda: live.category_mean(live.click_rate()).astype(np.float32))
    return mean[items.products]


@feature("product", "share")
def category_share(items: Items) -> Column:
    """Share of the category in the interest of the last two days."""
    live = items.live
    return live.keep("category share", lambda: _category_share(items))[items.products]


@feature("product", "days")
def product_age(items: Items) -> Column:
    """Days since publication; missing when it is not known."""
    published = items.catalog.products.published_at[items.products]
    age = (items.live.at - published) / DAY
    return np.where(published > 0, age, np.nan).astype(np.float32)


@feature("product", "hours")
def product_first(items: Items) -> Column:
    """Hours since anybody first touched the product; missing if nobody did."""
    first = items.live.counts.first[items.products]
    return np.where(first <= items.live.at, (items.live.at - first) / HOUR, np.nan).astype(np.float32)


@feature("product", "log(price)")
def price(items: Items) -> Column:
    """Log of the price; missing when there is none."""
    return _log_price(items)


@feature("product", "log ratio")
def price_in_category(items: Items) -> Column:
    """Price against the mean log price of the category."""
    live = items.live
    mean = live.keep("category price", lambda: _category_price(items))
    return _log_price(items) - mean[items.products]


@feature("product", "code", categorical=True)
def content_kind(items: Items) -> Column:
    """The content's kind."""
    return items.catalog.contents.kind[items.contents].astype(np.float32)


def _log_ratio(items: Items, short: int, long: int) -> Column:
    live = items.live
    return np.log(
        (live.total(INTEREST, short)[items.products] + 0.5) / (live.total(INTEREST, long)[items.products] + 0.5)
    )


def _log_price(items: Items) -> Column:
    known = items.catalog.products.price[items.products]
    return np.log(np.where(known > 0, known, np.float32(np.nan)))


def _category_price(items: Items) -> Column:
    prices = items.catalog.products.price
    logs = np.where(prices > 0, np.log(np.where(prices > 0, prices, 1)), 0)
    live = items.live
    known = live.category_mean((prices > 0).astype(np.float64))
    return (live.category_mean(logs) / np.maximum(known, 1e-9)).astype(np.float32)


def _category_share(items: Items) -> Column:
    live = items.live
    interest = live.total(INTEREST, _DAYS)
    # An unknown category (-1) is the last of the sums.
    sums = live.by_category(interest)[items.catalog.products.category]
    return np.asarray(sums / max(float(interest.sum()), 1e-9), dtype=np.float32)
