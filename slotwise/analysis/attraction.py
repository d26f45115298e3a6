"""Attraction: what each content is worth in each touchpoint, position taken out, with all touchpoints speaking for it.

Expected clicks are exposures * examination of their slots * rate of the touchpoint * lift of the content's category
there; the ratio of clicks to them is the content's own (gamma_poisson.py): one ratio of the content everywhere, and
what differs from touchpoint to touchpoint beside it.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from slotwise.analysis import gamma_poisson
from slotwise.analysis.counting import Counted
from slotwise.analysis.examination import Examination, keys
from slotwise.analysis.summing import sums

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
_STEPS = 25
_CONTENT = 4.0
"""Shape by which ratios of contents are shrunk while the rates of touchpoints are found."""


@dataclass(frozen=True)
class Attraction:
    """P pairs of a touchpoint and a content that was shown there; T touchpoints, C contents, G categories."""

    touchpoint: Codes
    content: Codes
    """int64 (P,) each."""
    examined: Floats
    """Exposures times the examination of their slots, float64 (P,)."""
    clicks: Floats
    rate: Floats
    """Clicks an examined exposure of the touchpoint's content as a whole, float64 (T,)."""
    lift: Floats
    """Of the category in the touchpoint, float64 (T, G)."""
    category: Codes
    """int64 (C,)."""
    own: Floats
    """Of each content: P(ratio), float64 (C, len(GRID)), rows sum to 1."""
    shape: float
    """How much touchpoints agree: shape of what varies between them."""
    prior: Floats = field(repr=False)
    """How ratios are distributed over all contents, float64 (len(GRID),)."""
    told: Floats | None = field(default=None, repr=False)
    """Factors by which a model expects more clicks, float64 (T, C); None for none."""

    @property
    def due(self) -> Floats:
        """Clicks of each pair if its content were like others of its category there, float64 (P,)."""
        return self.examined * self.base(self.touchpoint, self.content)

    def base(self, touchpoint: Codes, content: Codes) -> Floats:
        """Return clicks an examined exposure of such content in such a touchpoint, float64 (n,)."""
        told = 1.0 if self.told is None else self.told[touchpoint, content]
        return np.asarray(self.rate[touchpoint] * self.lift[touchpoint, self.category[content]] * told, np.float64)

    def anywhere(self, touchpoint: Codes, content: Codes) -> tuple[Floats, Floats]:
        """Return mean and variance of clicks an examined exposure, also where a content was never shown."""
        clicks, due = self.seen(touchpoint, content)
        mean, variance = gamma_poisson.mean_and_variance(self.own[content], clicks, due, self.shape)
        base = self.base(touchpoint, content)
        return mean * base, variance * base**2

    def seen(self, touchpoint: Codes, content: Codes) -> tuple[Floats, Floats]:
        """Return clicks and due of any pairs, float64 (n,) each, 0 for those never shown."""
        wide = len(self.category)
        known = self.touchpoint * wide + self.content
        place = np.minimum(np.searchsorted(known, touchpoint * wide + content), max(len(known) - 1, 0))
        here = known[place] == touchpoint * wide + content if len(known) else np.zeros(len(touchpoint), np.bool_)
        return np.where(here, self.clicks[place], 0.0), np.where(here, self.due[place], 0.0)


def fit_attraction(
    counted: Counted, examination: Examination, category: Codes, estimate: Floats | None = None
) -> Attraction:
    """Fit rates, lifts and ratios. `category` is int64 (contents,); contents beyond those counted were never shown.

    `estimate` is float64 (touchpoints, contents): factors by which a model expects more clicks (estimates.py).
    """
    touchpoint, content, slot = keys(counted.cells)
    wide = len(category)
    pairs, pair = np.unique(touchpoint * wide + content, return_inverse=True)
    examined = sums(pair, np.asarray(counted.cells["n"]) * examination.of(touchpoint, slot), len(pairs))
    clicks = sums(pair, np.asarray(counted.cells["clicks"], np.float64), len(pairs))
    touchpoint, content = pairs // wide, pairs % wide
    told = np.ones(len(pairs)) if estimate is None else estimate[touchpoint, content]
    rate, lift, ratio = _rates(touchpoint, content, category, clicks, examined * told, len(counted.touchpoints))
    due = examined * told * rate[touchpoint] * lift[touchpoint, category[content]]
    shape = gamma_poisson.fit_shape(clicks, due * ratio[content])
    likelihood = np.zeros((wide, len(gamma_poisson.GRID)))
    np.add.at(
        likelihood, content, gamma_poisson.log_likelihood(clicks[:, None], due[:, None] * gamma_poisson.GRID, shape)
    )
    shown = np.unique(content)
    prior = gamma_poisson.fit_prior(likelihood[shown])
    own = gamma_poisson.posterior(likelihood, prior)
    return Attraction(touchpoint, content, examined, clicks, rate, lift, category, own, shape, prior, estimate)


def _rates(
    touchpoint: Codes, content: Codes, category: Codes, clicks: Floats, examined: Floats, n: int
) -> tuple[Floats, Floats, Floats]:
    """Return rates of touchpoints, lifts of categories in them and rough ratios of contents, by turns."""
    wide, groups = len(category), int(category.max(initial=0)) + 1
    place = touchpoint * groups + category[content]
    lift, ratio = np.ones((n, groups)), np.ones(wide)
    got_here, got = sums(place, clicks, n * groups), sums(content, clicks, wide)
    rate = sums(touchpoint, clicks, n) / np.maximum(sums(touchpoint, examined, n), 1e-12)
    shape, least = _CONTENT, max(float(clicks.sum()) / max(float(examined.sum()), 1e-12), 1e-9)
    for step in range(_STEPS):
        due = examined * rate[touchpoint] * lift.ravel()[place]
        ratio = (got + _CONTENT) / (sums(content, due, wide) + _CONTENT)
        had = sums(place, examined * rate[touchpoint] * ratio[content], n * groups)
        if step % 5 == 4:
            shape = gamma_poisson.fit_shape(got_here, had)
        lift = ((got_here + shape) / (had + shape)).reshape(n, groups)
        # What a category is worth everywhere belongs to its contents.
        whole = (lift * had.reshape(n, groups)).sum(axis=0) / np.maximum(had.reshape(n, groups).sum(axis=0), 1e-12)
        lift = lift / np.where(whole > 0, whole, 1.0)
        due = examined * lift.ravel()[place] * ratio[content]
        rate = (sums(touchpoint, clicks, n) + 0.5) / (sums(touchpoint, due, n) + 0.5 / least)
    return rate, lift, ratio
