"""Guarantee: at least so many exposures, or at least such a share."""

from pydantic import Field

from slotwise.catalog import Catalog
from slotwise.rulebook.effects import Lifting, Mask
from slotwise.rulebook.kinds.paced import Paced
from slotwise.schedule import Schedule


class Guarantee(Paced):
    """Lifts the contents' scores the more, the further their exposures lag behind what is due."""

    name = "guarantee"

    strength: float = Field(1.0, gt=0, le=20, allow_inf_nan=False)
    """How hard it pulls: standard deviations of the candidates' scores for each unit of lag (see `lifts`)."""

    def effect(self, matched: Mask, catalog: Catalog, schedule: Schedule) -> Lifting:
        """Lift the matched contents as long as they are behind their pace."""
        return Lifting(matched, self.strength, self.pace(schedule))
