"""Wanted now: what everybody turns to at the moment, more so in a scene and by persons like this one."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Reach
from slotwise.candidates.kinds import Ordering, Unfitted, total
from slotwise.counts import HALFLIVES, HOUR, INTEREST
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.top import Ranking

_MINUTES, _HOUR = HALFLIVES.index(HOUR / 4), HALFLIVES.index(HOUR)
_TRACE = np.float32(0.1)
"""Touches that the lasting shares count for: they order what nobody touched lately."""
_SHRINK = np.float32(20.0)
"""Touches under a facet value by which its shares are drawn towards those of everybody."""


@dataclass(frozen=True)
class WantedNowOptions:
    """Options of what is wanted now."""

    facets: float = 0.7
    """Power of each facet's lift of the last hour; below 1, as facets go together. 0 leaves them out."""


class WantedNow(Ordering, Unfitted):
    """Log share in the interest of the last minutes, plus the lifts of the last hour under each facet value.

    The share of the last quarter of an hour moves with the world, the lifts take an hour as they rest on fewer touches.
    """

    name = "wanted_now"
    reach = Reach(new_person=True, new_product=False)
    Options = WantedNowOptions
    usual = False

    def read(self, moment: Moment, live: Live) -> Ranking:
        """Return the products by their log share at the moment."""
        return wanted(moment, live, self.options.facets)


def wanted(moment: Moment, live: Live, facets: float) -> Ranking:
    """Return all products by the log of their share at the moment; `facets` is the power of each facet's lift."""
    rows = moment.facets[moment.facets >= 0] if facets else moment.facets[:0]
    if not len(rows):
        return _everywhere(live)
    return live.keep_recent(("wanted now", facets, rows.tobytes()), lambda: _under(rows, live, np.float32(facets)))


def _everywhere(live: Live) -> Ranking:
    return live.keep("wanted now", lambda: Ranking(np.log(_share(live, _MINUTES))))


def _under(rows: NDArray[np.int32], live: Live, facets: np.float32) -> Ranking:
    scores = total([_lift(row, live) for row in rows.tolist()])
    scores *= facets
    scores += _everywhere(live).scores
    scores -= np.logaddexp.reduce(scores)
    return Ranking(scores)


def _lift(row: int, live: Live) -> NDArray[np.float32]:
    return live.keep_recent(("lift now", row), partial(_lifted, row, live))


def _lifted(row: int, live: Live) -> NDArray[np.float32]:
    """float32 (n,): log of each product's share of the last hour under a facet value over its share overall."""
    usual = _share(live, _HOUR)
    found = (live.now_share(row) + _SHRINK * usual) / (np.float32(live.now_total(row)) + _SHRINK)
    return np.asarray(np.log(found / usual))


def _share(live: Live, place: int) -> NDArray[np.float32]:
    """float32 (n,): shares in the interest with a half-life of `HALFLIVES[place]`, none of them 0."""
    return live.keep(("share now", place), partial(_shares, live, place))


def _shares(live: Live, place: int) -> NDArray[np.float32]:
    found = live.total(INTEREST, place) + _TRACE * live.share()
    return np.asarray(found / found.sum())
