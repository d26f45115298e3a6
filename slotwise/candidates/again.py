"""Again: the person's own products, by how often and how lately they were touched."""

from dataclasses import dataclass

from slotwise.candidates import Reach
from slotwise.candidates.kinds import Summing, Terms, Unfitted
from slotwise.live import Live
from slotwise.moment import Moment

DAY = 86_400_000


@dataclass(frozen=True)
class AgainOptions:
    """Options of the repeat generator."""

    halflife: float = 60.0 * DAY
    """Half-life of an interaction in ms."""


class Again(Unfitted, Summing):
    """Decayed strength of the person's own interactions: worlds of repeat purchase live on it."""

    name = "again"
    reach = Reach(new_person=False, new_product=False)
    Options = AgainOptions

    def terms(self, moment: Moment, live: Live) -> Terms:
        """Return the decayed strengths of the history."""
        return Terms(moment.interests, moment.decayed(self.options.halflife))
