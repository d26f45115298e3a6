"""Frequency cap: a product is not shown to a person more than so many times in a window."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from slotwise.moment import Moment
from slotwise.rules import Rule

HOUR = 3_600_000


@dataclass(frozen=True)
class FrequencyCap(Rule):
    """Counts exposures of the last hours, and rests a product that was dismissed."""

    name = "frequency_cap"

    most: int = 20
    """Exposures of one product in the window."""
    hours: float = 168.0
    """Length of the window."""
    rest_hours: float = 168.0
    """How long a dismissed product rests; 0 for not at all."""

    def exclude(self, moment: Moment, catalog: Catalog) -> NDArray[np.int32]:
        """Return the products at their cap and those at rest."""
        shown = catalog.contents.product[moment.shown]
        recent = (moment.shown_times >= moment.now - self.hours * HOUR) & ~moment.dismissed
        resting = moment.dismissed & (moment.shown_times >= moment.now - self.rest_hours * HOUR)
        return np.concatenate([_at_least(self.most, shown[recent]), shown[resting]]).astype(np.int32)


def _at_least(times: int, products: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the products that stand there so many times, some of them more than once."""
    ahead = max(times, 1) - 1
    if len(products) <= ahead:
        return products[:0]
    products = np.sort(products)
    last: NDArray[np.int32] = products[ahead:]
    found: NDArray[np.int32] = last[last == products[: len(last)]]
    return found
