"""Quota: at most so many exposures, or at most such a share."""

from slotwise.catalog import Catalog
from slotwise.rulebook.effects import Closing, Mask
from slotwise.rulebook.kinds.paced import Paced
from slotwise.schedule import Schedule


class Quota(Paced):
    """Closes the contents while as many of them were shown as are due."""

    name = "quota"

    def effect(self, matched: Mask, catalog: Catalog, schedule: Schedule) -> Closing:
        """Close the matched contents as soon as they are ahead of their pace."""
        return Closing(matched, self.pace(schedule))
