"""Comparing: what two versions say of the same requests, summed up: agreement, scores, levels, times."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

KEPT = 4_000
"""Values of scores and times that are kept, the newest: what is compared is what is going on now."""
_BINS = 10
_LEAST = 1e-4
"""Share that an empty bin counts as, so that the index stays finite."""


@dataclass
class Touchpoint:
    """Sums of one touchpoint."""

    answers: int = 0
    top: int = 0
    """Answers whose first placement was the same."""
    shared: int = 0
    placed: int = 0
    ranks: list[float] = field(default_factory=list)
    levels: dict[str, Counter[str]] = field(default_factory=lambda: {"champion": Counter(), "shadow": Counter()})
    scores: dict[str, list[float]] = field(default_factory=lambda: {"champion": [], "shadow": []})

    def add(self, champion: Mapping[str, Any], level: str, placed: Sequence[str], scores: Mapping[str, float]) -> None:
        """Take in one answer of both: contents in their slots, and scores of candidates by content."""
        before = champion["placed"]
        self.answers += 1
        self.top += bool(before and placed and before[0] == placed[0]) or before == placed == []
        self.shared += len(set(before) & set(placed))
        self.placed += max(len(before), len(placed))
        self.levels["champion"][champion["level"]] += 1
        self.levels["shadow"][level] += 1
        known = champion["scores"]
        common = [each for each in known if each in scores]
        if len(common) >= 3:
            self.ranks.append(rank_correlation([known[each] for each in common], [scores[each] for each in common]))
        _keep(self.scores["champion"], list(known.values()))
        _keep(self.scores["shadow"], sorted(scores.values(), reverse=True)[: len(known)])
        del self.ranks[:-KEPT]

    def document(self) -> dict[str, Any]:
        """Return the sums as plain values; None where there is nothing to say."""
        ranks = [each for each in self.ranks if each == each]
        one, other = (np.asarray(self.scores[name]) for name in ("champion", "shadow"))
        return {
            "answers": self.answers,
            "same_first": _share(self.top, self.answers),
            "overlap": _share(self.shared, self.placed),
            "rank_correlation": float(np.mean(ranks)) if ranks else None,
            "levels": {name: dict(each) for name, each in self.levels.items()},
            "score_drift": {"psi": stability_index(one, other), "ks": largest_gap(one, other)},
            "scores": {"champion": _spread(one), "shadow": _spread(other)},
        }


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Return Spearman's rho of two lists of scores; NaN where all of one are equal. Ties share their mean rank."""
    first, second = _ranks(np.asarray(one)), _ranks(np.asarray(other))
    first, second = first - first.mean(), second - second.mean()
    scale = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / scale if scale else float("nan")


def stability_index(expected: NDArray[np.float64], given: NDArray[np.float64]) -> float | None:
    """Return the population stability index over tenths of `expected`: sum of (q - p) ln(q / p).

    By custom below 0.1 nothing has moved, above 0.25 much has. None without values on both sides.
    """
    if not len(expected) or not len(given):
        return None
    cuts = np.unique(np.quantile(expected, np.linspace(0, 1, _BINS + 1)[1:-1]))
    shares = []
    for values in (expected, given):
        counts = np.bincount(np.searchsorted(cuts, values, side="right"), minlength=len(cuts) + 1)
        shares.append(np.maximum(counts / len(values), _LEAST))
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


def largest_gap(one: NDArray[np.float64], other: NDArray[np.float64]) -> float | None:
    """Return the Kolmogorov-Smirnov statistic: the largest gap between two distributions, 0 to 1."""
    if not len(one) or not len(other):
        return None
    values = np.concatenate([one, other])
    gaps = [np.searchsorted(np.sort(each), values, side="right") / len(each) for each in (one, other)]
    return float(np.abs(gaps[0] - gaps[1]).max())


def times(values: Sequence[float]) -> dict[str, float] | None:
    """Return the middle and the slow ends of some times, ms."""
    if not len(values):
        return None
    middle, slow, slowest = np.quantile(np.asarray(values), (0.5, 0.95, 0.99)).tolist()
    return {"p50": middle, "p95": slow, "p99": slowest}


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean: NDArray[np.float64] = (last - (counts - 1) / 2)[places]
    return mean


def _spread(values: NDArray[np.float64]) -> dict[str, float] | None:
    if not len(values):
        return None
    return {"mean": float(values.mean()), "low": float(values.min()), "high": float(values.max())}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _keep(kept: list[float], more: Sequence[float]) -> None:
    kept.extend(more)
    del kept[:-KEPT]
