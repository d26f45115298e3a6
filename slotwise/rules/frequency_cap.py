"""Frequency cap: a product is not shown to a person more than so many times in a window."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
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
        out = np.empty(len(moment.shown), np.int32)
        since, rest_since = moment.now - self.hours * HOUR, moment.now - self.rest_hours * HOUR
        seen = moment.shown, moment.shown_times, moment.dismissed
        kernel = kernels.load("slotwise.kernels.tiring")
        return out[: kernel.tired(catalog.contents.product, *seen, since, rest_since, self.most, out)]
