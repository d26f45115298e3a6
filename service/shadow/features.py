"""Features: what the shadow's ranker read: how often each feature was missing, and how often it was out of range.

A value is out of range where the trees cannot tell it from others any more: below the lowest or above the highest of
the thresholds at which they split on the feature. Many of those mean that the version was trained on another world.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.decision import Slate
from slotwise.features import Items
from slotwise.live import Live
from slotwise.model import Model

TOLD = 20
"""Features that are named, the worst first."""
_SPLITS = 4
"""Thresholds from which on a feature has a range worth the name."""


@dataclass(frozen=True)
class Range:
    """A feature that the trees look at: its column, its name, and between which values they tell it apart."""

    column: int
    name: str
    low: float
    high: float


@dataclass
class FeatureHealth:
    """Sums over the rows that the ranker of one model read."""

    ranges: list[Range]
    rows: int = 0
    missing: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    beyond: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))

    @classmethod
    def of(cls, model: Model) -> "FeatureHealth":
        """Return no rows of a model yet."""
        found = ranges(model)
        return cls(found, 0, np.zeros(len(found), np.int64), np.zeros(len(found), np.int64))

    def add(self, model: Model, live: Live, slate: Slate) -> None:
        """Take in what the ranker read of a slate's placements."""
        if slate.read is None or not slate.placements or not self.ranges:
            return
        rows = read_rows(model, live, slate)[:, [each.column for each in self.ranges]]
        low, high = (np.array([getattr(each, name) for each in self.ranges]) for name in ("low", "high"))
        self.rows += len(rows)
        self.missing += np.isnan(rows).sum(0)
        # Not a number is neither below nor above.
        self.beyond += ((rows < low) | (rows > high)).sum(0)

    def document(self) -> dict[str, Any]:
        """Return the features that the trees look at, those with most missing or beyond their range first."""
        order = np.argsort(-(self.missing + self.beyond), kind="stable")[:TOLD].tolist() if self.rows else []
        told = [
            {
                "feature": self.ranges[place].name,
                "missing": float(self.missing[place] / self.rows),
                "out_of_range": float(self.beyond[place] / self.rows),
            }
            for place in order
        ]
        return {"rows": self.rows, "looked_at": len(self.ranges), "features": told}


def ranges(model: Model) -> list[Range]:
    """Return the features that a model's trees look at; those with few thresholds have no range."""
    if model.trees is None:
        return []
    tables, names, found = model.trees.tables, _names(model), list[Range]()
    for place, column in enumerate(tables.features.tolist()):
        edges = tables.edges[tables.edge_start[place] : tables.edge_start[place + 1]]
        wide = len(edges) >= _SPLITS
        low, high = (float(edges[0]), float(edges[-1])) if wide else (-np.inf, np.inf)
        found.append(Range(column, names[column], low, high))
    return found


def read_rows(model: Model, live: Live, slate: Slate) -> NDArray[np.float32]:
    """Return float32 (p, n): what the ranker read of p placements, the parts of request, product and match in turn."""
    if slate.read is None:
        raise LookupError("the ranker did not answer")
    contents = np.array([each.content for each in slate.placements], np.int32)
    own = model.served.product_rows(Items(contents, live.catalog.contents.product[contents], live))
    request = np.broadcast_to(slate.read.request, (len(contents), len(slate.read.request)))
    return np.concatenate([request, own, slate.read.matches], axis=1)


def _names(model: Model) -> list[str]:
    themes = (("person", "scene"), ("product",), ("match",))
    return [each.name for part in themes for each in model.features.of_theme(*part)]
