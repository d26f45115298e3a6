"""Matrices: the features of one request's candidates, computed once and adjusted for each touchpoint.

Serving and training both come through here, so what the ranker learned from is what it sees live.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from slotwise.facets import Facets
from slotwise.features import Column, FeatureSet, Items, Match, Request
from slotwise.gather import Pool
from slotwise.lazy import lazy
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.passes import plans


class Matrices:
    """Feature blocks of a pool's m candidates for one moment that names no touchpoint."""

    def __init__(self, features: FeatureSet, facets: Facets, moment: Moment, live: Live, pool: Pool):
        self.features = features
        self.facets = facets
        self.moment = moment
        self.pool = pool
        self.items = Items(pool.contents, pool.products, live)
        self._kept: dict[str, Any] = {}

    def at(self, touchpoint: str) -> tuple[Column, Column]:
        """Return the request row float32 (n_request,) and the match block float32 (m, n_match) of a touchpoint.

        Both are reused: they hold until the next call.
        """
        facets = self.facets.with_touchpoint(self.moment.facets, touchpoint)
        row, block = self._blocks
        match = self._match(replace(self.moment, facets=facets))
        self.features.update_row(row, match.request)
        plans(self.features).here.fill(match, block.T)
        return row, block

    def product_block(self) -> Column:
        """Return the product block float32 (m, n_product) of the candidates."""
        return self.features.product_rows(self.items)

    def full(self, touchpoint: str) -> Column:
        """Return all columns float32 (m, n_features), as the ranker is trained on them."""
        row, block = self.at(touchpoint)
        return np.hstack([np.tile(row, (len(block), 1)), self.product_block(), block])

    @lazy
    def _blocks(self) -> tuple[Column, Column]:
        match, count = self._match(self.moment), len(self.features.of_theme("match"))
        columns = np.full((count, len(self.pool)), np.nan, np.float32)
        plans(self.features).everywhere.fill(match, columns)
        return self.features.request_row(match.request), columns.T

    def _match(self, moment: Moment) -> Match:
        # What features keep for one another knows no touchpoint, so all touchpoints share it.
        request = Request(moment, self.items.live, self.facets)
        return Match(request, self.items, self.pool, self._kept)
