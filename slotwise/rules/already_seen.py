"""Already seen: what the person has touched is not recommended again, as for films and news."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from slotwise.moment import Moment
from slotwise.rules import Rule


@dataclass(frozen=True)
class AlreadySeen(Rule):
    """Excludes every product of the history."""

    name = "already_seen"

    def exclude(self, moment: Moment, catalog: Catalog) -> NDArray[np.int32]:
        """Return all products of the history."""
        return moment.products
