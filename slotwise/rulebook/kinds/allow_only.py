"""Allow only: nothing but these contents may be shown."""

from slotwise.catalog import Catalog
from slotwise.rulebook.effects import Closing, Mask
from slotwise.rulebook.kinds import Kind
from slotwise.schedule import Schedule


class AllowOnly(Kind):
    """Closes everything that the rule is not about."""

    name = "allow_only"

    def effect(self, matched: Mask, catalog: Catalog, schedule: Schedule) -> Closing:
        """Close the contents that are not matched."""
        return Closing(~matched)
