"""Pin: one of these contents stands in a certain slot."""

from pydantic import Field

from slotwise.catalog import Catalog
from slotwise.rulebook.effects import Mask, Pinning
from slotwise.rulebook.kinds import Kind
from slotwise.schedule import Schedule


class Pin(Kind):
    """The best of them takes the slot; while none of them is open, the slot is drawn as any other."""

    name = "pin"

    slot: int = Field(1, ge=1)
    """Place on the touchpoint, from 1."""

    def effect(self, matched: Mask, catalog: Catalog, schedule: Schedule) -> Pinning:
        """Keep the slot for the matched contents."""
        return Pinning(matched, self.slot)
