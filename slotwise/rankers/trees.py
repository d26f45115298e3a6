"""A compiled ranking model: scores candidates from tables of leaf masks, with the very bits LightGBM would give.

The columns of a feature matrix stand in three blocks: request (person and scene), product, match. A block's masks are
the AND of its features' table rows, and AND is associative: so the request's masks are made once a request, a product's
once a bundle or refresh, and only the match features are looked up for every candidate.
"""

from collections.abc import Mapping
from dataclasses import fields
from types import ModuleType
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from slotwise.errors import RankerModelError, RankingExamplesError
from slotwise.rankers import Ranker
from slotwise.rankers.compile import ALL_LEAVES, Tables, compile_tables
from slotwise.rankers.kernel import load_kernel
from slotwise.rankers.layout import Block, Layout, Summing, columns_of, cut_block
from slotwise.rankers.model_text import parse_model
from slotwise.rankers.tables_check import check_tables

_CHUNK = 16_384
"""Rows worked on at once: bounds the memory beside the result."""


class CompiledTrees(Ranker):
    """Boosted trees as tables. Instances are immutable, hold plain arrays only and may be shared by threads."""

    name: ClassVar[str] = "trees"

    def __init__(self, tables: Tables, layout: Layout, kernel: str | None = None) -> None:
        """Raises RankerModelError unless the tables are whole and fit the layout; ``kernel`` as in load_kernel."""
        check_tables(tables, sum(layout))
        self.tables = tables
        self.layout = layout
        self._kernel_name = kernel
        self._everything = cut_block(tables, 0, sum(layout))
        self._request = cut_block(tables, 0, layout.request)
        self._product = cut_block(tables, layout.request, layout.product)
        self._match = cut_block(tables, layout.request + layout.product, layout.match)
        self._summing: dict[int, Summing] = {}  # by the id of the block, which lives as long as this

    @classmethod
    def from_text(cls, text: str, layout: Layout, kernel: str | None = None) -> Self:
        """Compiles LightGBM's text model, whose features must be the layout's columns; raises RankerModelError."""
        model = parse_model(text)
        expected, given = sum(layout), len(model.feature_names)
        if given != expected:
            raise RankerModelError("the model was trained on other features", expected=expected, given=given)
        return cls(compile_tables(model), layout, kernel)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], kernel: str | None = None) -> Self:
        """The inverse of to_arrays; memory-mapped arrays stay mapped. Raises RankerModelError on missing or bad arrays.

        Shapes, types and ranges are checked, so that no damaged array can make a kernel read outside its tables;
        a changed mask or leaf value is found by the bundle's checksums, not here.
        """
        missing = sorted({"layout", *(field.name for field in fields(Tables))} - set(arrays))
        if missing:
            raise RankerModelError("the compiled trees lack arrays", expected=missing, given=sorted(arrays))
        layout = np.asarray(arrays["layout"])
        if layout.shape != (3,) or layout.dtype != np.int32 or (layout < 0).any():
            raise RankerModelError("'layout' must be three numbers of columns", given=layout.tolist())
        # asarray turns np.memmap into a plain array over the same pages, which the compiled kernel accepts faster.
        tables = Tables(**{field.name: np.asarray(arrays[field.name]) for field in fields(Tables)})
        return cls(tables, Layout(*layout.tolist()), kernel)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Plain arrays by name, fit for .npy files: layout int32[3] and the arrays of Tables."""
        arrays = {field.name: getattr(self.tables, field.name) for field in fields(Tables)}
        return {"layout": np.array(self.layout, dtype=np.int32), **arrays}

    @property
    def n_trees(self) -> int:
        """Number of trees, which is the width of every mask."""
        return len(self.tables.leaves)

    @property
    def used(self) -> NDArray[np.bool_]:
        """bool[n_features]: the features that some tree looks at."""
        used = np.zeros(sum(self.layout), dtype=np.bool_)
        used[self.tables.features] = True
        return used

    def warm_up(self) -> None:
        """Loads the kernel and runs it once, so that no request waits for a compilation."""
        nothing = np.zeros((1, sum(self.layout)), dtype=np.float32)
        requests, products, match = np.split(nothing, [self.layout.request, sum(self.layout[:2])], axis=1)
        self.score(self.request_masks(requests), self.product_masks(products), match)

    def request_masks(self, requests: NDArray[np.float32]) -> NDArray[np.uint32]:
        """float32[n, n_request] person and scene features -> uint32[n, n_trees]; once for each touchpoint."""
        return self._masks(self._request, requests)

    def product_masks(self, products: NDArray[np.float32], out: NDArray[np.uint32] | None = None) -> NDArray[np.uint32]:
        """float32[n, n_product] -> uint32[n, n_trees]; once a bundle or refresh, for any n.

        ``out`` may be a memory-mapped file of that shape: the work is done in chunks, 4 n_trees bytes a product.
        """
        masks = np.empty((len(products), self.n_trees), dtype=np.uint32) if out is None else out
        self._check_masks("out", masks)
        if len(masks) != len(products):
            raise RankingExamplesError("'out' needs a row a product", expected=len(products), given=len(masks))
        for start in range(0, len(products), _CHUNK):
            chunk = slice(start, start + _CHUNK)
            masks[chunk] = self._masks(self._product, products[chunk])
        return masks

    def score(
        self,
        request_masks: NDArray[np.uint32],
        product_masks: NDArray[np.uint32],
        match: NDArray[np.float32],
        rows: NDArray[np.int64] | None = None,
        requests: NDArray[np.int64] | None = None,
    ) -> NDArray[np.float64]:
        """Raw scores float64[m] of m candidates, the same bits as ``Booster.predict(raw_score=True)``.

        match float32[m, n_match]. Candidate i is described by product_masks[rows[i]], without ``rows`` by
        product_masks[i]: handing over the whole catalogue's masks and int64[m] rows saves a copy. It is asked for in
        request_masks[requests[i]], without ``requests`` in the first one. Raises RankingExamplesError when shapes,
        types or rows do not fit.
        """
        rows = np.arange(len(match)) if rows is None else _rows("product", rows, len(match), len(product_masks))
        asked = np.zeros(len(match), np.int64) if requests is None else requests
        asked = _rows("request", asked, len(match), len(request_masks))
        self._check_masks("request_masks", request_masks)
        self._check_masks("product_masks", product_masks)
        return self.score_known(request_masks, product_masks, match, rows, asked)

    def score_known(
        self,
        request_masks: NDArray[np.uint32],
        product_masks: NDArray[np.uint32],
        match: NDArray[np.float32],
        rows: NDArray[np.int64],
        requests: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        """Return what `score` returns, for who knows that masks and rows are of these trees and belong together."""
        return self._sum(self._match, match, request_masks, requests, product_masks, rows)

    def score_matrix(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """Raw scores float64[m] of a whole feature matrix float32[m, n_request + n_product + n_match]."""
        masks = np.full((1, self.n_trees), ALL_LEAVES, dtype=np.uint32)
        scores = np.empty(len(matrix), dtype=np.float64)
        for start in range(0, len(matrix), _CHUNK):
            chunk = matrix[start : start + _CHUNK]
            nothing = np.zeros(len(chunk), dtype=np.int64)
            scores[start : start + _CHUNK] = self._sum(self._everything, chunk, masks, nothing, masks, nothing)
        return scores

    @property
    def _kernel(self) -> ModuleType:
        return load_kernel(self._kernel_name)

    def _masks(self, block: Block, values: NDArray[np.float32]) -> NDArray[np.uint32]:
        masks = np.empty((len(values), self.n_trees), dtype=np.uint32)
        self._kernel.join_rows(columns_of(block, values), *block[1:], self.tables.edges, self.tables.masks, masks)
        return masks

    def _sum(
        self,
        block: Block,
        values: NDArray[np.float32],
        request_masks: NDArray[np.uint32],
        request_rows: NDArray[np.int64],
        product_masks: NDArray[np.uint32],
        product_rows: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        found = self._summing.get(id(block))
        if found is None:
            found = self._summing[id(block)] = self._kernel.summing(block, self.tables)
        return found(
            values,
            np.ascontiguousarray(request_masks),
            request_rows,
            np.ascontiguousarray(product_masks),
            product_rows,
        )

    def _check_masks(self, name: str, masks: NDArray[np.uint32]) -> None:
        if masks.ndim != 2 or masks.shape[1] != self.n_trees or masks.dtype != np.uint32:
            raise RankingExamplesError(
                f"{name} do not belong to these trees",
                expected=f"uint32 with {self.n_trees} columns",
                given=f"{masks.dtype} {masks.shape}",
            )


def _rows(what: str, rows: NDArray[np.int64], count: int, below: int) -> NDArray[np.int64]:
    """The row of masks of each of so many candidates; raises RankingExamplesError where one is missing."""
    rows = np.ascontiguousarray(rows, dtype=np.int64)
    # Seen without its sign, a row below 0 is above all others.
    if rows.shape != (count,) or (count and np.maximum.reduce(rows.view(np.uint64)) >= below):
        expected = f"int64 ({count},) below {below}"
        raise RankingExamplesError(f"a candidate lacks its row of {what} masks", expected=expected, given=rows.shape)
    return rows
