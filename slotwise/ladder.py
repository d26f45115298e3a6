"""The fallback ladder: ranker, blend, popular in the scene, popular, the touchpoint's own safety list.

Every step scores candidates for the same draw under the same rules. A step that fails or comes too late
gives way to the next one; the steps from `popular` on need neither the person nor any time worth naming.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.counts import DAY, HALFLIVES, INTEREST
from slotwise.decision import Ask, ServiceLevel, Wanted
from slotwise.gather import Pool, gather
from slotwise.live import Live
from slotwise.matrices import Matrices
from slotwise.model import Model
from slotwise.moment import Moment
from slotwise.retrieval.top import top_k

_HEAD = 200
"""Candidates of the popular steps."""
_SLOW = (ServiceLevel.RANKER, ServiceLevel.BLEND, ServiceLevel.POPULAR_IN_SCENE)
"""Steps that are left out when the time is up."""
_DAYS = HALFLIVES.index(2 * DAY)
"""Half-life of plain popularity, a place in `counts.HALFLIVES`."""


@dataclass(frozen=True)
class Step:
    """What a touchpoint's slots are drawn from: m candidates, scores float64 (m,), open bool (m,) by the rules."""

    level: ServiceLevel
    pool: Pool
    scores: NDArray[np.float64]
    open: NDArray[np.bool_]


@dataclass
class Ladder:
    """Scores the candidates of one request, touchpoint by touchpoint; what they share is computed once."""

    model: Model
    live: Live
    moment: Moment
    wanted: Wanted
    barred: NDArray[np.bool_]
    """bool (n_products,): what the rules exclude for this person."""
    notes: list[str] = field(default_factory=list)
    _kept: dict[int, Matrices] = field(default_factory=dict)

    def climb(self, ask: Ask, touchpoint: int) -> Step:
        """Return the best step that works for a touchpoint: one that leaves something to show."""
        order = list(ServiceLevel)
        step = _empty(self.live)
        for level in order[order.index(self.wanted.best) :]:
            if level in _SLOW and self.wanted.expired():
                self._note(f"{level}: no time left")
                continue
            try:
                pool, scores = getattr(self, f"_{level}")(ask, touchpoint)
                step = Step(level, pool, scores, self._open(ask, touchpoint)[pool.contents])
            except Exception as error:
                self._note(f"{level}: {type(error).__name__}: {error}")
                continue
            if step.open.any() and np.isfinite(scores).all():
                return step
        return step

    def _ranker(self, ask: Ask, touchpoint: int) -> tuple[Pool, NDArray[np.float64]]:
        trees = self.model.trees
        if trees is None:
            raise LookupError("the bundle has no ranker")
        pool = self._pool_of(ask)
        matrices = self._matrices(pool)
        row, block = matrices.at(ask.touchpoint)
        masks = trees.request_masks(row)
        table = self.live.kept("product masks")
        if table is not None:
            return pool, trees.score(masks, table, block, pool.contents)
        return pool, trees.score(masks, trees.product_masks(matrices.product_block()), block)

    def _blend(self, ask: Ask, touchpoint: int) -> tuple[Pool, NDArray[np.float64]]:
        pool = self._pool_of(ask)
        return pool, self.model.blend.score(np.column_stack([pool.ranks[name] for name in self.model.generators]))

    def _popular_in_scene(self, ask: Ask, touchpoint: int) -> tuple[Pool, NDArray[np.float64]]:
        popular = self.model.generators["popular"]
        return self._by_score(popular.read(self.moment, self.live), ask, touchpoint)

    def _popular(self, ask: Ask, touchpoint: int) -> tuple[Pool, NDArray[np.float64]]:
        return self._by_score(self.live.total(INTEREST, _DAYS) + self.live.share(), ask, touchpoint)

    def _safety_list(self, ask: Ask, touchpoint: int) -> tuple[Pool, NDArray[np.float64]]:
        contents = self._places(ask.candidates or self.live.catalog.touchpoints[touchpoint].fallback)
        return _pool(self.live, contents), -np.arange(len(contents), dtype=np.float64)

    def _by_score(self, scores: NDArray[np.float32], ask: Ask, touchpoint: int) -> tuple[Pool, NDArray[np.float64]]:
        by_content = scores[self.live.catalog.contents.product]
        pool = _pool(self.live, top_k(by_content, _HEAD, self._open(ask, touchpoint)))
        return pool, by_content[pool.contents].astype(np.float64)

    def _open(self, ask: Ask, touchpoint: int) -> NDArray[np.bool_]:
        open_ = self.model.open_contents(touchpoint, self.live) & ~self.barred[self.live.catalog.contents.product]
        if ask.candidates is not None:
            given = np.zeros_like(open_)
            given[self._places(ask.candidates)] = True
            open_ &= given
        open_[self._places(ask.exclude)] = False
        return open_  # type: ignore[no-any-return]

    @cached_property
    def _allowed(self) -> NDArray[np.bool_]:
        catalog = self.live.catalog
        places = {catalog.touchpoint(each.touchpoint) for each in self.wanted.asks}
        allowed = self.model.open_products(tuple(sorted(places - {-1})), self.live) & ~self.barred
        if catalog.one_to_one:
            allowed[self._places(frozenset.intersection(*(each.exclude for each in self.wanted.asks)))] = False
        return allowed  # type: ignore[no-any-return]

    def _pool_of(self, ask: Ask) -> Pool:
        if ask.candidates is None:
            return self._shared_pool
        given = self._places(ask.candidates)
        pool = self._gathered(self.live.catalog.contents.product[given])
        return pool.take(np.isin(pool.contents, given))

    @cached_property
    def _shared_pool(self) -> Pool:
        return self._gathered(None)

    def _gathered(self, extra: NDArray[np.int32] | None) -> Pool:
        model = self.model
        pool, notes = gather(model.generators, self.moment, self.live, model.retrieve, self._allowed, extra)
        for note in notes:
            self._note(note)
        return pool

    def _places(self, contents: Iterable[str]) -> NDArray[np.intp]:
        find = self.live.catalog.contents.ids.index.get
        return np.array([place for each in contents if (place := find(each)) is not None], np.intp)

    def _matrices(self, pool: Pool) -> Matrices:
        if id(pool) not in self._kept:
            self._kept[id(pool)] = Matrices(self.model.features, self.model.facets, self.moment, self.live, pool)
        return self._kept[id(pool)]

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _pool(live: Live, contents: NDArray[Any]) -> Pool:
    return Pool(live.catalog.contents.product[contents], contents.astype(np.int32), {}, {})


def _empty(live: Live) -> Step:
    return Step(ServiceLevel.SAFETY_LIST, _pool(live, np.zeros(0, np.int32)), np.zeros(0), np.zeros(0, np.bool_))
