"""Examination: how likely each slot of a touchpoint is looked at, from a log in which contents change their slots.

The position-based model (Richardson, Dominowska and Ragno 2007; Craswell et al. 2008): a click on content c in slot k
has the chance examination[k] * attractiveness[c]. A content that was shown in several slots tells them apart whatever
it is worth itself; that it came to be in a slot by chance is what exploration is for, and where propensities are known,
exposures count by their inverse (Joachims, Swaminathan and Schnabel 2017), so that what a policy prefers for a slot
does not pass for the slot's own worth.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.analysis.counting import Counted, Counts
from slotwise.analysis.summing import sums

Floats = NDArray[np.float64]
_STEPS = 40
_STRENGTH = 20.0
"""Clicks after which a touchpoint's own slots count as much as those of all touchpoints."""
_LEAST = 0.3
"""Least share of the rows that are worth as much when weighted by inverse propensities; below, the rows count plain."""


@dataclass(frozen=True)
class Examination:
    """Chance that a slot is looked at, relative to the touchpoint's first one."""

    chance: Floats
    """float64 (touchpoints, slots + 1), by slot; slot 0 stands for an unknown one."""
    weighted: bool
    """Whether inverse propensities were used."""

    def of(self, touchpoint: NDArray[np.int64], slot: NDArray[np.int64]) -> Floats:
        """Return float64 (n,) for slots that may be beyond the last one that is known."""
        known = np.clip(slot, 0, self.chance.shape[1] - 1)
        return np.asarray(self.chance[touchpoint, known], np.float64)


def fit_examination(counted: Counted) -> Examination:
    """Fit the examination of every slot by maximum likelihood, shrunk towards that of all touchpoints together."""
    cells, (touchpoint, content, slot) = counted.cells, keys(counted.cells)
    shown, clicks, weighted = _rows(cells)
    slots = int(slot.max(initial=0)) + 1
    place = touchpoint * slots + slot
    pair, pairs = _pairs(touchpoint, content)
    everywhere, chance = np.ones(slots), np.ones((len(counted.touchpoints), slots))
    for _ in range(_STEPS):
        seen = shown * chance.ravel()[place]
        attraction = _ratio(sums(pair, clicks, pairs), sums(pair, seen, pairs))
        due = shown * attraction[pair]
        everywhere = _ratio(sums(slot, clicks, slots), sums(slot, due, slots), 1.0)
        everywhere = everywhere / _first(everywhere[None], sums(slot, shown, slots)[None])[0]
        got = sums(place, clicks, chance.size).reshape(chance.shape)
        had = sums(place, due, chance.size).reshape(chance.shape)
        chance = (got + _STRENGTH) / (had + _STRENGTH / np.maximum(everywhere, 1e-3))
        chance = chance / _first(chance, sums(place, shown, chance.size).reshape(chance.shape))
    return Examination(np.clip(chance, 1e-3, 10.0), weighted)


def keys(table: Counts) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return touchpoint, content and slot of a table of counts, int64 (n,) each."""
    return tuple(np.asarray(table[name], np.int64) for name in ("touchpoint", "content", "slot"))  # type: ignore[return-value]


def _rows(cells: Counts) -> tuple[Floats, Floats, bool]:
    n, clicks = np.asarray(cells["n"], np.float64), np.asarray(cells["clicks"], np.float64)
    weight, squares = np.asarray(cells["weight"]), np.asarray(cells["squares"])
    known = int(np.sum(cells["known"])) == int(n.sum()) > 0
    worth = weight.sum() ** 2 / max(squares.sum(), 1e-12) / max(n.sum(), 1.0)
    if not known or worth < _LEAST:
        return n, clicks, False
    # As many rows as there are, so that what is shrunk is shrunk as much.
    scale = n.sum() / weight.sum()
    return weight * scale, np.asarray(cells["weighted_clicks"]) * scale, True


def _pairs(touchpoint: NDArray[np.int64], content: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    key = touchpoint * (int(content.max(initial=0)) + 1) + content
    found, pair = np.unique(key, return_inverse=True)
    return pair, len(found)


def _ratio(above: Floats, below: Floats, otherwise: float = 0.0) -> Floats:
    return np.asarray(np.where(below > 0, above / np.maximum(below, 1e-12), otherwise), np.float64)


def _first(chance: Floats, shown: Floats) -> Floats:
    """Return the value of each row's first slot that was shown, (rows, 1)."""
    first = np.argmax(shown > 0, axis=1)
    return np.asarray(np.maximum(chance[np.arange(len(chance)), first], 1e-9)[:, None], np.float64)
