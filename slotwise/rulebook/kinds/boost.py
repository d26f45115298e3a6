"""Boost: contents are drawn more often than their score alone would have it, or less often."""

from pydantic import Field

from slotwise.catalog import Catalog
from slotwise.rulebook.effects import Lifting, Mask
from slotwise.rulebook.kinds import Kind
from slotwise.schedule import Schedule


class Boost(Kind):
    """A term added to the scores: the same rule means the same for every model and on every step of the ladder."""

    name = "boost"

    strength: float = Field(1.0, ge=-20, le=20, allow_inf_nan=False)
    """In standard deviations of the candidates' scores; negative to lower."""

    def effect(self, matched: Mask, catalog: Catalog, schedule: Schedule) -> Lifting:
        """Lift the matched contents."""
        return Lifting(matched, self.strength)
