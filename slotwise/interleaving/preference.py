"""Preference: which of two interleaved versions persons chose more, how sure that is, and when one may look.

Fixed horizon: the exact sign test over persons who preferred one of the two (ties say nothing), with the interval of
Clopper & Pearson (1934). Always valid: the same share under a uniform mixture of alternatives (Robbins 1970),
e(p) = B(1 + wins, 1 + losses) / (p^wins (1 - p)^losses): by Ville's inequality the shares with e(p) < 1 / alpha hold
the true one at all looks together with probability 1 - alpha.
"""

from dataclasses import asdict, dataclass
from math import log
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import betaincinv, betaln, logsumexp, xlog1py, xlogy
from scipy.stats import binom

from slotwise.interleaving.credit import Tally

_LN10 = log(10)
_EDGE, _TINY = 1e-12, 1e-290


@dataclass(frozen=True)
class Preference:
    """Share of the deciding persons that preferred OTHER, 0.5 without a difference, at level 1 - alpha.

    low, high: for one look at a size that was planned; always_low, always_high: for any number of looks.
    """

    value: float
    low: float
    high: float
    always_low: float
    always_high: float
    p_value: float
    log10_p: float
    """Exact where `p_value` is too small for a float."""
    tally: Tally

    @property
    def side(self) -> int:
        """1 where OTHER is preferred however often one looks, -1 where ONE is, 0 while it is open."""
        return (self.always_low > 0.5) - (self.always_high < 0.5)

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


def preference(tally: Tally, alpha: float = 0.05) -> Preference:
    """Return what persons' signs say; without a deciding person the share is 0.5 and the intervals are everything."""
    wins, losses = tally.other, tally.one
    if not tally.decided:
        return Preference(0.5, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, tally)
    log_p = _log_two_sided(min(wins, losses), tally.decided)
    return Preference(
        wins / tally.decided, *_exact(wins, losses, alpha), *always(wins, losses, alpha), 10 ** (log_p / _LN10),
        log_p / _LN10, tally,
    )  # fmt: skip


def always(wins: int, losses: int, alpha: float) -> tuple[float, float]:
    """Return the interval of the share of wins that holds at all looks together."""
    share, line = wins / (wins + losses), log(1 / alpha)

    def beyond(p: float) -> float:
        return float(betaln(1 + wins, 1 + losses) - xlogy(wins, p) - xlog1py(losses, -p)) - line

    low = brentq(beyond, _EDGE, share) if wins else 0.0
    high = brentq(beyond, share, 1 - _EDGE) if losses else 1.0
    return float(low), float(high)


def _log_two_sided(fewer: int, decided: int) -> float:
    lower = float(binom.cdf(fewer, decided, 0.5))
    found = log(lower) if lower > _TINY else float(logsumexp(binom.logpmf(np.arange(fewer + 1), decided, 0.5)))
    return min(log(2) + found, 0.0)


def _exact(wins: int, losses: int, alpha: float) -> tuple[float, float]:
    low = float(betaincinv(wins, losses + 1, alpha / 2)) if wins else 0.0
    high = float(betaincinv(wins + 1, losses, 1 - alpha / 2)) if losses else 1.0
    return low, high
