"""Block: contents that may not be shown."""

from slotwise.catalog import Catalog
from slotwise.rulebook.effects import Closing, Mask
from slotwise.rulebook.kinds import Kind
from slotwise.schedule import Schedule


class Block(Kind):
    """Closes what the rule is about."""

    name = "block"

    def effect(self, matched: Mask, catalog: Catalog, schedule: Schedule) -> Closing:
        """Close the matched contents."""
        return Closing(matched)
