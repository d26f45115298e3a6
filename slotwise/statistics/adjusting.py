"""Adjusting by the past (CUPED): what persons did before they were exposed takes variance out of the comparison.

Deng, Xu, Kohavi, Walker 2013, "Improving the sensitivity of online controlled experiments by utilizing pre-experiment
data". One theta for both variants, fitted on all persons together, so that the estimate stays the same question.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.statistics.estimating import Estimate, Kind, influence, value
from slotwise.statistics.moments import Moments, U, V

_ALIKE = 1e-9
"""Covariates of which one explains the other to all but this share count as one."""


class Covariates(NamedTuple):
    """What adjusts: columns of the past and their theta; `why_not` says why there are none."""

    columns: tuple[int, ...]
    theta: NDArray[np.float64]
    why_not: str = ""


class Level(NamedTuple):
    """Everybody's past, which adjusted values stand on: how it varies with either value, and by itself.

    Both values rise and fall with it. That cancels in their difference and not in their ratio.
    """

    with_control: float = 0.0
    with_treated: float = 0.0
    own: float = 0.0


UNSHARED = Level()
"""Of values that are not adjusted."""


def covariates(everybody: Moments, kind: Kind) -> Covariates:
    """Fit theta over all persons of both variants.

    mean: least squares on u and on v. Of a new person both are 0, so v, which is 1 for those whose past is known,
    carries what new persons differ by; with everybody's past known it has no variance and drops out.
    ratio: the past's own ratio u / v, by delta method.
    """
    columns: tuple[int, ...] = (U,)
    if kind == "ratio" and everybody.total[V] == 0:
        return _none("nobody has a past")
    if kind == "mean":
        columns = tuple(each for each in (U, V) if everybody.variance(influence(everybody, "mean", each)) > 0)
    weights = [_past(everybody, kind, each) for each in columns]
    variances = np.array([everybody.variance(each) for each in weights])
    if not columns or variances.min() == 0:
        return _none("the past does not vary between persons")
    metric = influence(everybody, kind)
    scale = np.sqrt(variances)
    among = np.array([[everybody.covariance(one, other) for other in weights] for one in weights])
    with_metric = np.array([everybody.covariance(one, metric) for one in weights])
    found, *_ = np.linalg.lstsq(among / np.outer(scale, scale), with_metric / scale, rcond=_ALIKE)
    return Covariates(columns, found / scale)


def adjusted(moments: Moments, everybody: Moments, kind: Kind, by: Covariates) -> Estimate:
    """Return a variant's estimate as it were had its persons had everybody's past."""
    found = value(moments, kind)
    for column, theta in zip(by.columns, by.theta, strict=True):
        found -= theta * (_level(moments, kind, column) - _level(everybody, kind, column))
    return Estimate(float(found), moments.variance(_left(moments, kind, by)) / moments.n, moments.n)


def shared_level(control: Moments, treated: Moments, kind: Kind, by: Covariates) -> Level:
    """Return what two variants' adjusted values share, by delta method: the level of their persons' past together."""
    everybody = control + treated
    past = _explained(everybody, kind, by)
    one, other = (each.covariance(_left(each, kind, by), past) / everybody.n for each in (control, treated))
    own = sum(each.n * each.variance(past) for each in (control, treated)) / everybody.n**2
    return Level(one, other, own)


def can_adjust(moments: Moments, kind: Kind) -> bool:
    """Tell whether a variant's persons have the past that `kind` needs."""
    return kind == "mean" or moments.total[V] != 0


def _left(moments: Moments, kind: Kind, by: Covariates) -> NDArray[np.float64]:
    """Weights of what the past does not explain."""
    return influence(moments, kind) - _explained(moments, kind, by)


def _explained(moments: Moments, kind: Kind, by: Covariates) -> NDArray[np.float64]:
    parts = [theta * _past(moments, kind, column) for column, theta in zip(by.columns, by.theta, strict=True)]
    found: NDArray[np.float64] = np.sum(parts, axis=0)
    return found


def _past(moments: Moments, kind: Kind, column: int) -> NDArray[np.float64]:
    return influence(moments, kind, column, V)


def _level(moments: Moments, kind: Kind, column: int) -> float:
    return value(moments, kind, column, V)


def _none(why: str) -> Covariates:
    return Covariates((), np.zeros(0), why)
