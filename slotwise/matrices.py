"""Matrices: the features of one request's candidates, computed once and adjusted for each touchpoint.

Serving and training both come through here, so what the ranker learned from is what it sees live.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.facets import TOUCHPOINT, Facets
from slotwise.features import Column, FeatureSet, Items, Match, Request
from slotwise.gather import Pool
from slotwise.lazy import lazy
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.passes import plans


class Taken(NamedTuple):
    """What t touchpoints take of a pool, one after the other, m candidates in all, with their features.

    Touchpoint j takes the candidates from ends[j] to ends[j + 1]; ends int64 (t + 1,), asked int64 (m,) is the
    touchpoint of each candidate. rows float32 (t, n_request); block float32 (m, n_match).
    """

    pool: Pool
    ends: NDArray[np.int64]
    asked: NDArray[np.int64]
    rows: Column
    block: Column


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
        """Return the request row float32 (n_request,) and the match block float32 (m, n_match) of a touchpoint."""
        taken = self.take([touchpoint], [np.arange(len(self.pool))])
        return taken.rows[0], taken.block

    def take(self, touchpoints: Sequence[str], places: Sequence[NDArray[np.intp]]) -> Taken:
        """Return the candidates that each touchpoint takes, given by their places in the pool, with their features."""
        counts = np.array([len(each) for each in places], np.int64)
        ends = np.concatenate([[0], np.cumsum(counts)])
        chosen = np.concatenate(places)
        pool = self.pool.take(chosen)
        row, shared = self._blocks
        rows, columns = np.repeat(row[np.newaxis], len(touchpoints), axis=0), shared.take(chosen, axis=1)
        self._fill_here(touchpoints, ends.tolist(), pool, rows, columns)
        return Taken(pool, ends, np.repeat(np.arange(len(counts)), counts), rows, columns.T)

    def product_block(self) -> Column:
        """Return the product block float32 (m, n_product) of the candidates."""
        return self.features.product_rows(self.items)

    def full(self, touchpoint: str) -> Column:
        """Return all columns float32 (m, n_features), as the ranker is trained on them."""
        row, block = self.at(touchpoint)
        return np.hstack([np.tile(row, (len(block), 1)), self.product_block(), block])

    @lazy
    def _blocks(self) -> tuple[Column, Column]:
        """What is the same on all touchpoints: the request row and the columns of the match block (n_match, m)."""
        request = Request(self.moment, self.items.live, self.facets)
        columns = np.full((len(self.features.of_theme("match")), len(self.pool)), np.nan, np.float32)
        plans(self.features).everywhere.fill(Match(request, self.items, self.pool, self._kept), columns)
        return self.features.request_row(request), columns

    def _fill_here(
        self, touchpoints: Sequence[str], ends: list[int], pool: Pool, rows: Column, columns: Column
    ) -> None:
        """Fill in what differs by touchpoint."""
        live, plan = self.items.live, plans(self.features).here
        facets = [self.facets.with_touchpoint(self.moment.facets, each) for each in touchpoints]
        requests = [Request(self.moment.with_facets(each), live, self.facets) for each in facets]
        for row, request in zip(rows, requests, strict=True):
            self.features.update_row(row, request)
        place = self.facets.place(TOUCHPOINT)
        codes = np.array([each[place] if place >= 0 else -1 for each in facets], np.int32)
        items = Items(pool.contents, pool.products, live)
        plan.fill_passes(Match(requests[0], items, pool, {}, codes.repeat(np.diff(ends))), columns)
        for request, (start, stop) in zip(requests, pairwise(ends), strict=True):
            items = Items(pool.contents[start:stop], pool.products[start:stop], live)
            plan.fill_alone(Match(request, items, pool), columns[:, start:stop])
