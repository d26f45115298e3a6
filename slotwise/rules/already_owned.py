"""Already owned: a product that the person has is not offered again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from slotwise.events import KIND_CODE, EventType
from slotwise.moment import Moment
from slotwise.rules import Rule

DAY = 86_400_000


@dataclass(frozen=True)
class AlreadyOwned(Rule):
    """Excludes what was converted within some days; 0 days means ever."""

    name = "already_owned"

    days: float = 0.0

    def exclude(self, moment: Moment, catalog: Catalog) -> NDArray[np.int32]:
        """Return the products with a conversion in the history."""
        if not self.days:
            return moment.bought
        owned = moment.of_kind(KIND_CODE[EventType.CONVERT])
        return moment.products[owned[moment.times[owned] >= moment.now - self.days * DAY]]
