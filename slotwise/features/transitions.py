"""Features from the transitions: arrivals by product and facet, and what comes next after the last two products.

They are there for models with a generator that reads transitions: other models keep none.
"""

from functools import partial

import numpy as np

from slotwise.chain import Places, arrivals, arrivals_under, chain_of, last_two
from slotwise.counts import HALFLIVES, HOUR, INTEREST
from slotwise.facets import TOUCHPOINT
from slotwise.features import Column, Feature, Items, Match, Schema, family
from slotwise.live import Live

SOURCE = "transitions"
"""The generator for which these features are."""
_SPANS = {"minutes": 0, "hour": 1, "hours": 2, "days": 3}
"""Half-lives of the arrivals, by their places among those of the counts."""
_SHRINK = 20.0
"""Arrivals under a facet value by which its shares are drawn towards those of everybody."""
_PRIOR = 3.0
"""Transitions that what comes after the last product counts for, where the one before it is looked at too."""


@family
def transition_features(schema: Schema) -> list[Feature]:
    """Make the features of an installation that keeps transitions."""
    if SOURCE not in schema.sources:
        return []
    found = [_matched(each) for each in (next_after_both, next_after_either, next_before)]
    for span, place in _SPANS.items():
        name, long = f"arrivals_{span}", f"{HALFLIVES[place] / HOUR:g} hours"
        meaning = f"Arrivals from other products with a half-life of {long}."
        found.append(Feature(name, "product", "log(1 + arrivals)", meaning, partial(_arrivals, place=place)))
        meaning = f"Arrivals from other products against all interest, both with a half-life of {long}."
        found.append(Feature(f"{name}_share", "product", "log ratio", meaning, partial(_share, place=place)))
    for column, field in enumerate(schema.facets.fields):
        if field.name != TOUCHPOINT:
            meaning = f"Share of the last hour's arrivals under the moment's {field.name} against that of everybody."
            lift = partial(_lift, column=column)
            found.append(Feature(f"arrivals_lift.{field.name}", "match", "log ratio", meaning, lift))
    return found


def next_after_both(match: Match) -> Column:
    """Share of the candidate in what came after the last two products in their order, drawn towards the generator's."""
    chain, (last, before) = chain_of(match.live), _last_two(match)
    places = chain.where("origin", last)
    places = places[chain.earlier[places] == before] if before >= 0 else places[:0]
    return _posterior(match, places, 4 * HOUR)


def next_after_either(match: Match) -> Column:
    """Share of the candidate in what came two steps after the last product or one after that before it, drawn alike."""
    chain, (last, before) = chain_of(match.live), _last_two(match)
    places = chain.where("earlier", last) if last >= 0 else np.zeros(0, np.int64)
    return _posterior(match, np.append(places, chain.where("origin", before)) if before >= 0 else places, 2 * HOUR)


def next_before(match: Match) -> Column:
    """Share of the candidate in what led to the last product, with a half-life of an hour; missing without any."""
    chain, (last, _) = chain_of(match.live), _last_two(match)
    places = chain.where("target", last) if last >= 0 else np.zeros(0, np.int64)
    weights = chain.fresh(places, match.moment.now, HOUR)
    total = float(weights.sum())
    if total <= 0:
        return np.full(len(match.products), np.nan, np.float32)
    return match.spread(chain.origin[places], weights / total)


def _matched(compute: object) -> Feature:
    return Feature(compute.__name__, "match", "share", compute.__doc__, compute)  # type: ignore[attr-defined,arg-type]


def _last_two(match: Match) -> tuple[int, int]:
    moment = match.moment
    return match.keep("last two", lambda: last_two(moment.interests, moment.interest_times))


def _posterior(match: Match, places: Places, halflife: float) -> Column:
    """Log of the posterior share of the candidates in some transitions under what the generator says."""
    chain = chain_of(match.live)
    weights = chain.fresh(places, match.moment.now, halflife)
    found = match.spread(chain.target[places], weights) + _PRIOR * np.exp(match.pool.scores[SOURCE])
    return np.asarray(np.log(found / (weights.sum() + _PRIOR)), np.float32)


def _arrivals(items: Items, place: int) -> Column:
    return np.log1p(arrivals(items.live, HALFLIVES[place])[items.products])


def _share(items: Items, place: int) -> Column:
    came, all_ = arrivals(items.live, HALFLIVES[place]), items.live.total(INTEREST, place)
    return np.log((came[items.products] + 0.5) / (all_[items.products] + 1.0))


def _lift(match: Match, column: int) -> Column:
    row = int(match.moment.facets[column])
    if row < 0:
        return np.zeros(len(match.products), np.float32)
    live = match.live
    return live.keep_recent(("arrivals lift", row), lambda: _lifts(live, column, row))[match.products]


def _lifts(live: Live, column: int, row: int) -> Column:
    """float32 (n,): log of the share under a facet value over the share overall, drawn towards it."""
    usual, prior = live.keep("usual arrivals of the hour", lambda: _usual(live))
    here = arrivals_under(live, column, row, HOUR)
    lifts: Column = here + prior
    lifts /= here.sum() + _SHRINK
    lifts /= usual
    return np.log(lifts, out=lifts)


def _usual(live: Live) -> tuple[Column, Column]:
    """float32 (n,): everybody's shares in the arrivals of the last hour, and how many of them these count for."""
    came = arrivals(live, HOUR)
    usual = (came + 1e-3) / (came.sum() + 1e-3 * len(came))
    return usual, _SHRINK * usual
