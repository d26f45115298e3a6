"""Funnel: what every candidate source brings, how much of it was wanted, and how much is placed."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.decision import Decision

PLACES = 10


class Funnel:
    """Counts over decisions of the model, by source."""

    def __init__(self) -> None:
        self.decisions = self.wanted = self.placed = 0
        self.counts: dict[str, NDArray[np.int64]] = {}

    def add(self, decision: Decision, wanted: NDArray[np.int32], product: NDArray[np.int32]) -> None:
        """Count one decision. wanted int32: products; product int32 (n_contents,): what each content promotes."""
        slate = decision.slates[0]
        self.decisions += 1
        self.wanted += len(wanted)
        found = {name: np.unique(product[slate.considered[np.isfinite(rank)]]) for name, rank in slate.ranks.items()}
        hits = {name: np.isin(wanted, each) for name, each in found.items()}
        together = np.sum(list(hits.values()), axis=0) if hits else np.zeros(len(wanted), np.int64)
        placed = np.array([product[each.content] for each in slate.placements[:PLACES]], np.int32)
        self.placed += len(placed)
        for name, each in found.items():
            alone = int((hits[name] & (together == 1)).sum())
            row = np.array([len(each), int(hits[name].sum()), alone, int(np.isin(placed, each).sum())])
            self.counts[name] = self.counts.get(name, np.zeros(4, np.int64)) + row

    def to_json(self) -> list[dict[str, Any]]:
        """Return a row per source: products a decision, its share of the wanted, alone, and of what is placed."""
        rows = []
        ordered = sorted(self.counts.items(), key=lambda each: (-each[1][1], each[0]))
        for name, counts in ordered:
            brought, found, alone, placed = counts.tolist()
            rows.append(
                {
                    "source": name,
                    "brought": brought / max(self.decisions, 1),
                    "found": found / max(self.wanted, 1),
                    "found_alone": alone / max(self.wanted, 1),
                    "placed": placed / max(self.placed, 1),
                }
            )
        return rows
