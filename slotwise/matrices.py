"""Matrices: the features of one request's candidates, computed once and adjusted for each touchpoint.

Serving and training both come through here, so what the ranker learned from is what it sees live.
"""

from collections.abc import Sequence
from itertools import accumulate
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

    Touchpoint j takes the candidates from ends[j] to ends[j + 1]; asked int64 (m,) is the touchpoint of each candidate.
    rows float32 (t, n_request); block float32 (m, n_match).
    """

    pool: Pool
    ends: list[int]
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
        """Return the candidates that each touchpoint takes, given by their rising places in the pool, with features."""
        counts = [len(each) for each in places]
        ends = [0, *accumulate(counts)]
        asked = np.repeat(np.arange(len(counts)), counts)
        row, shared = self._blocks
        if counts == [len(self.pool)]:
            # Places rise, so that one touchpoint which takes so many takes all as they stand.
            pool, columns = self.pool, shared.copy()
        else:
            chosen = np.concatenate(places)
            pool, columns = self.pool.take(chosen), shared.take(chosen, axis=1)
        rows = row[np.newaxis].repeat(len(counts), axis=0)
        self._fill_here(touchpoints, asked, ends, pool, rows, columns)
        return Taken(pool, ends, asked, rows, columns.T)

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
        plan, request = plans(self.features), Request(self.moment, self.items.live, self.facets)
        row = np.full(plan.n_request, np.nan, np.float32)
        columns = np.full((plan.n_match, len(self.pool)), np.nan, np.float32)
        plan.row.fill(request, row)
        plan.block.fill(Match(request, self.items, self.pool, self._kept), columns)
        return row, columns

    def _fill_here(
        self,
        touchpoints: Sequence[str],
        asked: NDArray[np.int64],
        ends: list[int],
        pool: Pool,
        rows: Column,
        columns: Column,
    ) -> None:
        """Fill in what differs by touchpoint."""
        plan, request = plans(self.features), Request(self.moment, self.items.live, self.facets)
        codes = np.array([self.facets.touchpoint_row(each) for each in touchpoints], np.int32)
        if plan.touchpoint >= 0:
            rows[:, plan.touchpoint] = self.facets.codes(TOUCHPOINT, codes)
        items = Items(pool.contents, pool.products, request.live)
        plan.block_here.fill_passes(Match(request, items, pool, {}, codes[asked]), columns)
        if plan.row_here or plan.block_here.alone:
            for place, touchpoint in enumerate(touchpoints):
                self._fill_alone(touchpoint, slice(*ends[place : place + 2]), pool, rows[place], columns)

    def _fill_alone(self, touchpoint: str, part: slice, pool: Pool, row: Column, columns: Column) -> None:
        """Fill in, for one touchpoint, what features compute one by one."""
        plan, moment = plans(self.features), self.moment
        facets = self.facets.with_touchpoint(moment.facets, touchpoint)
        request = Request(moment.with_facets(facets), self.items.live, self.facets)
        for place, compute in plan.row_here:
            row[place] = compute(request)
        items = Items(pool.contents[part], pool.products[part], request.live)
        plan.block_here.fill_alone(Match(request, items, pool.part(part)), columns[:, part])
