"""Popularity with time decay, by scene and segment: what is wanted now, by people like this, in this scene."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Reach
from slotwise.candidates.kinds import Ordering, Unfitted, total
from slotwise.counts import HALFLIVES, HOUR, INTEREST
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.top import Ranking

_EVER = 1e15
"""A half-life in ms that stands for never forgetting."""


@dataclass(frozen=True)
class PopularOptions:
    """Options of popularity."""

    halflife: float = float(HOUR)
    """Half-life in ms: one of `counts.HALFLIVES` (the nearest is taken)."""
    facets: float = 0.5
    """How strongly the lifts of scene and segment count; 0 leaves plain popularity."""


class Popular(Ordering, Unfitted):
    """Decayed interest, re-weighted by the lifts of the moment's scene and segment."""

    name = "popular"
    reach = Reach(new_person=True, new_product=False)
    Options = PopularOptions

    def __init__(self, options: PopularOptions):
        super().__init__(options)
        distances = np.log(np.minimum(HALFLIVES, _EVER)) - np.log(min(options.halflife, _EVER))
        self.place = int(np.argmin(np.abs(distances)))
        self._key = ("popular", self.place, options.facets)

    def read(self, moment: Moment, live: Live) -> Ranking:
        """Return the products by log popularity plus weighted lifts."""
        if not self.options.facets:
            return self._everywhere(live)
        return live.keep_recent((*self._key, moment.facets.tobytes()), lambda: self._under(moment.facets, live))

    def _everywhere(self, live: Live) -> Ranking:
        return live.keep(("popular", self.place), lambda: Ranking(self._log_popularity(live)))

    def _under(self, facets: NDArray[np.int32], live: Live) -> Ranking:
        rows = facets[facets >= 0]
        if not len(rows):
            return self._everywhere(live)
        scores = total([live.lift(row) for row in rows.tolist()])
        scores *= np.float32(self.options.facets)
        scores += self._log_popularity(live)
        return Ranking(scores)

    def _log_popularity(self, live: Live) -> NDArray[np.float32]:
        # A trace of the lasting share orders the products that nobody touched lately.
        return live.keep(
            ("log popularity", self.place),
            lambda: np.asarray(np.log(live.total(INTEREST, self.place) + live.share() + np.float32(1e-9))),
        )
