"""Explanation: what stood behind one touchpoint's answer, as a document."""

from typing import Any

import numpy as np

from slotwise.decision import Slate
from slotwise.model import Model

_SHOWN = 50
"""Candidates that an explanation lists, best first."""


def explanation(model: Model, slate: Slate) -> dict[str, Any]:
    """Return the best candidates with their scores and each source's rank, and what was dropped by which rule."""
    order = np.argsort(-slate.scores, kind="stable")[:_SHOWN]
    return {
        "considered": len(slate.considered),
        "dropped": {name: count for name, count in slate.dropped.items() if count},
        "candidates": [_candidate(model, slate, int(place)) for place in order],
    }


def _candidate(model: Model, slate: Slate, place: int) -> dict[str, Any]:
    content = int(slate.considered[place])
    catalog = model.catalog
    ranks = {source: each[place] for source, each in slate.ranks.items()}
    return {
        "content_id": catalog.contents.ids[content],
        "product_id": catalog.products.ids[int(catalog.contents.product[content])],
        "score": float(slate.scores[place]),
        "ranks": {source: int(rank) for source, rank in ranks.items() if not np.isnan(rank)},
    }
