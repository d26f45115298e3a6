"""Many questions at once: p values that hold for all of them together."""

from collections.abc import Sequence

import numpy as np


def benjamini_hochberg(p_values: Sequence[float | None]) -> list[float | None]:
    """Return p values under which at most that share of the findings is false (Benjamini and Hochberg 1995).

    For secondary metrics and segments. None, a metric that could not be judged, stays None and does not count.
    """
    asked = np.array([each for each in p_values if each is not None], np.float64)
    order = np.argsort(asked)[::-1]
    ranks = np.arange(len(asked), 0, -1)
    found = np.empty(len(asked))
    found[order] = np.minimum(np.minimum.accumulate(asked[order] * len(asked) / ranks), 1.0)
    return _back(p_values, found.tolist())


def bonferroni(p_values: Sequence[float | None]) -> list[float | None]:
    """Return p values of which none is false more often than it says, whichever is looked at: for guardrails."""
    asked = [each for each in p_values if each is not None]
    return _back(p_values, [min(each * len(asked), 1.0) for each in asked])


def _back(p_values: Sequence[float | None], found: list[float]) -> list[float | None]:
    rest = iter(found)
    return [None if each is None else next(rest) for each in p_values]
