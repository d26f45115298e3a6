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
    weights, found = influence(moments, kind), value(moments, kind)
    for column, theta in zip(by.columns, by.theta, strict=True):
        weights = weights - theta * _past(moments, kind, column)
        found -= theta * (_level(moments, kind, column) - _level(everybody, kind, column))
    return Estimate(float(found), moments.variance(weights) / moments.n, moments.n)


def can_adjust(moments: Moments, kind: Kind) -> bool:
    """Tell whether a variant's persons have the past that `kind` needs."""
    return kind == "mean" or moments.total[V] != 0


def _past(moments: Moments, kind: Kind, column: int) -> NDArray[np.float64]:
    return influence(moments, kind, column, V)


def _level(moments: Moments, kind: Kind, column: int) -> float:
    return value(moments, kind, column, V)


def _none(why: str) -> Covariates:
    return Covariates((), np.zeros(0), why)
