"""Again: the person's own products, by how often and how lately they were touched."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from numpy.typing import NDArray

from slotwise.candidates import Past, Reach
from slotwise.candidates.kinds import Summing, Terms
from slotwise.catalog import Catalog
from slotwise.live import Live
from slotwise.moment import Moment

DAY = 86_400_000


@dataclass(frozen=True)
class AgainOptions:
    """Options of the repeat generator."""

    halflife: float = 60.0 * DAY
    """Half-life of an interaction in ms."""


class Again(Summing):
    """Decayed strength of the person's own interactions: worlds of repeat purchase live on it."""

    name = "again"
    reach = Reach(new_person=False, new_product=False)
    Options = AgainOptions

    def __init__(self, options: AgainOptions):
        self.options = options

    @classmethod
    def fit(cls, past: Past, options: AgainOptions, seed: int) -> Self:
        """Nothing to learn."""
        return cls(options)

    def terms(self, moment: Moment, live: Live) -> Terms:
        """Return the decayed strengths of the history."""
        return Terms(moment.interests, moment.decayed(self.options.halflife))

    @classmethod
    def restore(cls, options: AgainOptions, arrays: Mapping[str, NDArray[Any]], catalog: Catalog) -> Self:
        """Return the generator for a catalogue that may have grown."""
        return cls(options)
