"""Matrices: the features of one request's candidates, computed once and adjusted for each touchpoint.

Serving and training both come through here, so what the ranker learned from is what it sees live.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.facets import TOUCHPOINT, Facets
from slotwise.features import Column, FeatureSet, Items, Match, Request
from slotwise.gather import Pool
from slotwise.lazy import lazy
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.passes import fill_passes, plans


class Taking(NamedTuple):
    """What t touchpoints take of a pool, one after the other, m candidates in all.

    Touchpoint j takes those from ends[j] to ends[j + 1]: places int64 (m,) of each in the pool, asked int64 (m,) its
    touchpoint. Each touchpoint's places rise.
    """

    ends: list[int]
    places: NDArray[np.int64]
    asked: NDArray[np.int64]

    @classmethod
    def of(cls, places: Sequence[NDArray[np.int64]]) -> "Taking":
        """Return what touchpoints take, given one by one."""
        counts = [len(each) for each in places]
        asked = np.arange(len(counts)).repeat(counts)
        return cls([0, *accumulate(counts)], np.concatenate(places).astype(np.int64), asked)


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
        self._request = Request(moment, live, facets)

    def at(self, touchpoint: str) -> tuple[Column, Column]:
        """Return the request row float32 (n_request,) and the match block float32 (m, n_match) of a touchpoint."""
        taken = self.take([touchpoint], Taking.of([np.arange(len(self.pool))]))
        return taken.rows[0], taken.block

    def take(self, touchpoints: Sequence[str], taking: Taking) -> Taken:
        """Return the candidates that touchpoints take of the pool, with features."""
        ends, places, asked = taking
        # Places rise, so that one touchpoint which takes so many takes all as they stand.
        chosen = None if ends == [0, len(self.pool)] else places
        pool = self.pool if chosen is None else self.pool.take(chosen)
        plan, request = plans(self.features), self._request
        rows = self._row[np.newaxis].repeat(len(touchpoints), axis=0)
        codes = [self.facets.touchpoint_row(each) for each in touchpoints]
        if plan.touchpoint >= 0:
            self._put_touchpoints(codes, rows[:, plan.touchpoint])
        items = self.items if chosen is None else Items(pool.contents, pool.products, request.live)
        match = Match(request, items, pool, {}, np.array(codes, np.int32)[asked])
        columns = self._columns(match, chosen)
        if plan.row_here or plan.block_here.alone:
            for place, touchpoint in enumerate(touchpoints):
                self._fill_alone(touchpoint, slice(*ends[place : place + 2]), pool, rows[place], columns)
        return Taken(pool, ends, asked, rows, columns.T)

    def product_block(self) -> Column:
        """Return the product block float32 (m, n_product) of the candidates."""
        return self.features.product_rows(self.items)

    def full(self, touchpoint: str) -> Column:
        """Return all columns float32 (m, n_features), as the ranker is trained on them."""
        row, block = self.at(touchpoint)
        return np.hstack([np.tile(row, (len(block), 1)), self.product_block(), block])

    @lazy
    def _row(self) -> Column:
        """What is the same on all touchpoints of a request's row."""
        plan = plans(self.features)
        row = np.full(plan.n_request, np.nan, np.float32)
        plan.row.fill(self._request, row)
        return row

    @lazy
    def _shared(self) -> Column:
        """What is the same on all touchpoints, of the match block: float32 (n_match, m) of all candidates."""
        plan = plans(self.features)
        columns = np.full((plan.n_match, len(self.pool)), np.nan, np.float32)
        plan.block.fill(Match(self._request, self.items, self.pool), columns)
        return columns

    def _columns(self, match: Match, chosen: NDArray[np.intp] | None) -> Column:
        """The columns (n_match, m) of the chosen candidates, None for all, without what features fill alone here."""
        plan = plans(self.features)
        if chosen is not None and len(chosen) > len(self.pool):
            # Touchpoints that take the same candidates share what is the same on all of them.
            columns = self._shared.take(chosen, axis=1)
            fill_passes(plan.block_here.passes, match, columns)
            return columns
        columns = np.full((plan.n_match, len(match.products)), np.nan, np.float32)
        fill_passes(plan.whole, match, columns)
        plan.block.fill_alone(match, columns)
        return columns

    def _put_touchpoints(self, codes: list[int], column: Column) -> None:
        first = int(self.facets.offsets[self.facets.place(TOUCHPOINT)])
        for place, code in enumerate(codes):
            column[place] = code - first if code >= 0 else np.nan

    def _fill_alone(self, touchpoint: str, part: slice, pool: Pool, row: Column, columns: Column) -> None:
        """Fill in, for one touchpoint, what features compute one by one."""
        plan, moment = plans(self.features), self.moment
        facets = self.facets.with_touchpoint(moment.facets, touchpoint)
        request = Request(moment.with_facets(facets), self.items.live, self.facets)
        for place, compute in plan.row_here:
            row[place] = compute(request)
        items = Items(pool.contents[part], pool.products[part], request.live)
        plan.block_here.fill_alone(Match(request, items, pool.part(part)), columns[:, part])
