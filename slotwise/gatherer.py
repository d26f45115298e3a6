"""Gatherer: what `gather` does, for the sources of one model, by compiled calls in memory that is used again.

A generator is what its file says; what is done for all of them alike, adding up terms, the best of every list, their
union, is done here for all at once, bit by bit the same.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.candidates import Allowed, Generator
from slotwise.candidates.kinds import Summing, Terms
from slotwise.catalog import Catalog
from slotwise.gather import NO_PRODUCT, Pool, gather
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.sheet import Sheet
from slotwise.uniting import FUSION

Mask = NDArray[np.bool_]
_ADDING, _POOLING = "slotwise.kernels.adding", "slotwise.kernels.pooling"
_ADDED, _FAILED = object(), object()
"""Stand where a query would: the scores are in the sheet already, or there are none."""


class Gatherer:
    """Gathers the candidates of a catalogue from some sources, each of which retrieves `k`; safe among threads."""

    def __init__(self, generators: Mapping[str, Generator], catalog: Catalog, k: int):
        self.generators, self.catalog, self.k = generators, catalog, k
        self._compiled = kernels.compiled()
        if self._compiled:
            self._adding, self._pooling = kernels.load(_ADDING, "numba"), kernels.load(_POOLING, "numba")
        self._names = tuple(generators)
        # Who reads in a way of its own is asked to.
        adds = [isinstance(each, Summing) and type(each).read is Summing.read for each in generators.values()]
        self._each = list(zip(range(len(adds)), generators.values(), adds, strict=True))
        self._size = len(catalog.products)
        self._bits = self._size.bit_length()
        self._starts = (_NO_STARTS, _NOTHING) if catalog.one_to_one else catalog.by_product
        self._idle: list[Sheet] = []

    def gather(
        self,
        moment: Moment,
        live: Live,
        allowed: Allowed,
        extra: NDArray[np.int32] | None = None,
        shown: Allowed = None,
    ) -> tuple[Pool, list[str]]:
        """Return what `gather` returns, bit by bit; the pool shares no memory with any other."""
        if not self._compiled or live.catalog is not self.catalog:
            return gather(self.generators, moment, live, self.k, allowed, extra, shown)
        # To take one from a list and to put it back is safe: no two requests have the same.
        sheet = self._idle.pop() if self._idle else Sheet(self._size, len(self.catalog.contents), len(self._names))
        try:
            return self._gathered(sheet, moment, live, allowed, extra, _ALL if shown is None else shown)
        finally:
            self._idle.append(sheet)

    def _gathered(
        self, sheet: Sheet, moment: Moment, live: Live, allowed: Allowed, extra: NDArray[np.int32] | None, shown: Mask
    ) -> tuple[Pool, list[str]]:
        notes: list[str] = []
        sheet.begin()
        queries = [self._read(*each, sheet, moment, live, allowed, notes) for each in self._each]
        products = self._united(sheet, _NOTHING if extra is None else np.sort(extra))
        for (row, generator, _), query in zip(self._each, queries, strict=True):
            if query is not _ADDED and query is not _FAILED:
                try:
                    sheet.scores[row * len(products) : (row + 1) * len(products)] = generator.score(query, products)
                except Exception as error:
                    notes.append(f"scores {generator.name}: {type(error).__name__}: {error}")
        count = self._pooling.contents(products, *self._starts, shown, sheet.contents)
        codes, tables = np.empty((2, count), np.int32), np.empty((2, len(self._names), count), np.float32)
        self._pooling.fill(products, sheet.contents, sheet.scores, sheet.ranks, codes, tables)
        return Pool(codes[0], codes[1], self._names, tables[0], tables[1]), notes

    def _read(
        self,
        row: int,
        generator: Any,
        adds: bool,
        sheet: Sheet,
        moment: Moment,
        live: Live,
        allowed: Allowed,
        notes: list[str],
    ) -> object:
        """Put what a source lists on the sheet; return its query."""
        try:
            if adds:
                self._add(row, generator.terms(moment, live), sheet, _ALL if allowed is None else allowed)
                return _ADDED
            query = generator.read(moment, live)
            found = generator.listed(query, self.k, allowed)
            if found is None:
                best = generator.retrieve(query, self.k, allowed)
                if sheet.at + len(best) > len(sheet.keys):
                    sheet.widen(len(best))
                at = self._pooling.put_ranked(best, row, self._bits, self._size, sheet.keys, sheet.at)
            else:
                if sheet.at + len(found.codes) > len(sheet.keys):
                    sheet.widen(len(found.codes))
                at = self._pooling.put_scored(*found, row, self._bits, self._size, sheet.keys, sheet.at)
            sheet.at = _checked(at)
        except Exception as error:
            notes.append(f"candidates {self._names[row]}: {type(error).__name__}: {error}")
            return _FAILED
        return query

    def _add(self, row: int, terms: Terms, sheet: Sheet, allowed: Mask) -> None:
        """Add up terms on the sheet."""
        codes, weights, matrix = terms
        given: tuple[Any, ...] = ()
        if matrix is None:
            add = self._adding.add_terms
        elif matrix.full is None:
            add, given = self._adding.add_rows, matrix[:3]
        else:
            add, given = self._adding.add_full, (matrix.full,)
        entries, at = -1, 0
        while entries < 0:
            entries, at = add(
                *given, codes, weights, allowed, row, self._bits, sheet.sums, sheet.spans, sheet.codes, sheet.values,
                sheet.keys, sheet.entries, sheet.at,
            )  # fmt: skip
            if entries < 0:
                sheet.widen(_checked(at or -1))
        sheet.entries, sheet.at = entries, at

    def _united(self, sheet: Sheet, extra: NDArray[np.int32]) -> NDArray[np.int32]:
        """Unite what is listed on the sheet, and return the products in their order."""
        rows = len(self._names)
        most = min(self._size, rows * self.k + len(extra))
        if most > len(sheet.found):
            sheet.hold(most)
        keys = sheet.keys[: sheet.at]
        keys.sort()
        count = self._pooling.unite(
            keys, self._bits, self.k, rows, extra, FUSION, sheet.spans, sheet.codes, sheet.values, sheet.place,
            sheet.found, sheet.unordered, sheet.votes, sheet.ranks, sheet.scores,
        )  # fmt: skip
        return sheet.found[:count]


def _checked(end: int) -> int:
    if end < 0:
        raise IndexError(NO_PRODUCT)
    return end


_NOTHING, _ALL, _NO_STARTS = np.zeros(0, np.int32), np.zeros(0, np.bool_), np.zeros(0, np.int64)
