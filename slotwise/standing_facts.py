"""Facts that a person's own past tells, as conditions read them: `state.purchases`, `state.days_since_last` ...

Each one is a pure function of a moment and its catalogue; None is unknown, as days since a purchase of somebody who
never bought anything. Histories are bounded, so what is counted over one counts what is kept.
"""

from collections.abc import Callable

import numpy as np

from slotwise import layers
from slotwise.catalog import Catalog
from slotwise.events import KIND_CODE, EventType
from slotwise.moment import Moment

_DAY = 86_400_000
_CONVERT = KIND_CODE[EventType.CONVERT]
Told = Callable[[Moment, Catalog], str | float | None]


def layer(moment: Moment, catalog: Catalog) -> str:
    """How far the person has come: visitor, payer or loyal."""
    return layers.layer_at(moment.conversions, moment.now).value


def purchases(moment: Moment, catalog: Catalog) -> float:
    """How many conversions were ever seen."""
    return float(moment.totals[_CONVERT])


def spend(moment: Moment, catalog: Catalog) -> float:
    """Sum of the values of the conversions in the history, in the installation's currency."""
    return float(np.add.reduce(moment.values[moment.of_kind(_CONVERT)], dtype=np.float64))


def days_since_first(moment: Moment, catalog: Catalog) -> float | None:
    """Days since the first event; unknown of somebody who never did anything."""
    return (moment.now - moment.first_at) / _DAY if moment.known else None


def days_since_last(moment: Moment, catalog: Catalog) -> float | None:
    """Days since the last interaction with a product."""
    return (moment.now - int(moment.times[-1])) / _DAY if len(moment.times) else None


def days_since_purchase(moment: Moment, catalog: Catalog) -> float | None:
    """Days since the last conversion in the history."""
    bought = moment.of_kind(_CONVERT)
    return (moment.now - int(moment.times[bought[-1]])) / _DAY if len(bought) else None


def days_to_second_purchase(moment: Moment, catalog: Catalog) -> float | None:
    """Days between the first and the second of the conversions that decide the layer."""
    past = [each for each in moment.conversions if each < moment.now]
    return (past[1] - past[0]) / _DAY if len(past) > 1 else None


def categories_bought(moment: Moment, catalog: Catalog) -> float:
    """How many categories the conversions of the history are of."""
    bought = catalog.products.category[moment.bought]
    return float(len(np.unique(bought[bought >= 0])))


def interactions(moment: Moment, catalog: Catalog) -> float:
    """How many interactions with products the history holds."""
    return float(len(moment.times))


TOLD: dict[str, Told] = {
    f"state.{each.__name__}": each
    for each in (
        layer,
        purchases,
        spend,
        days_since_first,
        days_since_last,
        days_since_purchase,
        days_to_second_purchase,
        categories_bought,
        interactions,
    )
}
"""Every such fact by its full name."""
