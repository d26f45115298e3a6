"""ExampleMaker: candidates of every occasion as the service would have seen them, drawn, labelled and written down."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Generator, read_transitions
from slotwise.configured import plan_of
from slotwise.features import FeatureSet, Items
from slotwise.gather import Pool
from slotwise.gatherer import Gatherer
from slotwise.live import Live
from slotwise.matrices import Matrices
from slotwise.moment import Moment
from slotwise.standing import Standing
from training.dataset import Dataset
from training.example_rows import ExampleRows
from training.holdout import Holdout
from training.options import TrainOptions, Watch
from training.relay import Turn
from training.replay import Replay

_MOST = 64
"""Most occasions whose candidates are gathered before their features are computed."""


class Draft(NamedTuple):
    """An occasion with what was gathered for it, or chosen of that, and the rows that this has."""

    occasion: int
    moment: Moment
    pool: Pool
    rows: slice = slice(0)


class ExampleMaker:
    """Makes the examples of a holdout, in the order of time."""

    def __init__(
        self,
        dataset: Dataset,
        held: Holdout,
        fitted: Mapping[str, Generator],
        features: FeatureSet,
        options: TrainOptions,
        seen: NDArray[np.float64],
        rows: ExampleRows,
    ):
        self.dataset, self.held, self.fitted, self.features, self.options = dataset, held, fitted, features, options
        self.rows = rows
        self.gatherer = Gatherer(fitted, dataset.catalog, options.retrieve)
        self.plan = plan_of(dataset.configuration)
        moves = read_transitions(fitted)
        self.replay = Replay(held.world, dataset.catalog, dataset.facets, seen, options.tick, moves)
        self.chance = np.random.Generator(np.random.Philox(key=options.seed + 3))

    def make(self, turn: Turn, watch: Watch) -> None:
        """Make every so many stretch's rows: one process all of them, several each its own.

        What is drawn of the candidates of a stretch depends on all stretches before, so that is done in turns.
        """
        stretches = self._stretches()
        for number, (start, stop) in enumerate(stretches):
            # Everybody folds the log in the same steps, so that all counts have the same bits.
            live = self._live(start)
            if number % turn.count != turn.number:
                continue
            watch("making examples", number / len(stretches))
            drafts = [self._draft(occasion, live) for occasion in range(start, stop)]
            with turn:
                self.rows.resume(self.chance)
                chosen = [self._chosen(draft) for draft in drafts]
                self.rows.leave(self.chance)
            self._write([each for each in chosen if len(each.pool)], live)

    def _stretches(self) -> list[tuple[int, int]]:
        """Occasions that follow each other in the same live world, not too many of them at once."""
        times, count = self.held.occasions.time, len(self.held.occasions)
        ticks = times // self.options.tick if self.held.at is None else np.zeros(count, np.int64)
        begins = [0, *(np.flatnonzero(np.diff(ticks)) + 1).tolist()] if count else []
        ends = [*begins[1:], count]
        return [
            (start, min(start + _MOST, end))
            for begin, end in zip(begins, ends, strict=False)
            for start in range(begin, end, _MOST)
        ]

    def _live(self, occasion: int) -> Live:
        now = int(self.held.occasions.time[occasion])
        return self.replay.live(now if self.held.at is None else self.held.at)

    def _draft(self, occasion: int, live: Live) -> Draft:
        """Gather the candidates of an occasion."""
        occasions, catalog = self.held.occasions, self.dataset.catalog
        now = int(occasions.time[occasion])
        facets = self.dataset.facets.with_touchpoint(occasions.facets[occasion], "")
        moment = self.held.histories.moment(int(occasions.person[occasion]), now, facets, occasions.numbers[occasion])
        moment.standing = Standing(self.plan, moment, catalog, self._told(moment))
        barred = [rule.exclude(moment, catalog) for rule in self.options.rules]
        touchpoint = int(occasions.touchpoint[occasion])
        allowed = _without(live.keep(("alive", touchpoint), lambda: self._alive(now, touchpoint)), barred)
        extra = None if occasions.slots is None else catalog.contents.product[self._wanted(occasion)]
        return Draft(occasion, moment, self.gatherer.gather(moment, live, allowed, extra)[0])

    def _told(self, moment: Moment) -> dict[str, str | float]:
        """The facts of a moment as far as its codes hold them: what is no facet is unknown here."""
        return self.dataset.facets.decode(moment.facets, moment.numbers)

    def _alive(self, now: int, touchpoint: int) -> NDArray[np.bool_]:
        catalog = self.dataset.catalog
        alive = catalog.products.alive(now)
        if touchpoint < 0 or catalog.one_to_one:
            return alive
        taken = np.zeros_like(alive)
        taken[catalog.contents.product[catalog.takes[touchpoint]]] = True
        return alive & taken

    def _wanted(self, occasion: int) -> NDArray[np.int32]:
        start = self.held.occasions.start
        return self.held.occasions.wanted[start[occasion] : start[occasion + 1]]

    def _chosen(self, draft: Draft) -> Draft:
        """Choose which of the candidates are learned from, label them and give them their rows."""
        occasions, wanted = self.held.occasions, self._wanted(draft.occasion)
        labels = occasions.labels[occasions.start[draft.occasion] : occasions.start[draft.occasion + 1]]
        if occasions.slots is None:
            pool, labels = self._drawn(draft.pool, wanted, labels)
        else:
            pool = _as_shown(draft.pool, wanted)
        return Draft(draft.occasion, draft.moment, pool, self.rows.place(draft.occasion, labels))

    def _drawn(
        self, pool: Pool, wanted: NDArray[np.int32], labels: NDArray[np.int32]
    ) -> tuple[Pool, NDArray[np.int32]]:
        """Keep all wanted candidates and an even draw of the others, in the order of retrieval."""
        order = np.argsort(wanted, kind="stable")
        place = np.minimum(np.searchsorted(wanted[order], pool.products), len(wanted) - 1)
        hit = wanted[order][place] == pool.products
        label = np.where(hit, labels[order][place], 0).astype(np.int32)
        self.rows.tell(len(np.unique(wanted)), int(hit.sum()))
        others = np.flatnonzero(~hit)
        room = max(self.options.rows - int(hit.sum()), 1)
        kept = np.sort(np.concatenate([np.flatnonzero(hit), self.chance.permutation(others)[:room]]))
        return pool.take(kept), label[kept]

    def _write(self, chosen: list[Draft], live: Live) -> None:
        """Write down the features of what was chosen in one live world."""
        if not chosen:
            return
        first = len(self.features.of_theme("person", "scene"))
        last = first + len(self.features.of_theme("product"))
        matrix, catalog = self.rows.matrix, self.dataset.catalog
        # What is the same for everybody is computed for all of them at once.
        contents, products = (np.concatenate(each) for each in zip(*map(_codes, chosen), strict=True))
        whole = slice(chosen[0].rows.start, chosen[-1].rows.stop)
        matrix[whole, first:last] = self.features.product_rows(Items(contents, products, live))
        for occasion, moment, pool, rows in chosen:
            touchpoint = int(self.held.occasions.touchpoint[occasion])
            name = catalog.touchpoints[touchpoint].touchpoint if touchpoint >= 0 else ""
            row, block = Matrices(self.features, self.dataset.facets, moment, live, pool).at(name)
            matrix[rows, :first], matrix[rows, last:] = row, block
            self.rows.ranks[rows] = pool.ranked.T


def _codes(draft: Draft) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    return draft.pool.contents, draft.pool.products


def _without(allowed: NDArray[np.bool_], barred: list[NDArray[np.int32]]) -> NDArray[np.bool_]:
    excluded = np.concatenate([np.zeros(0, np.int32), *barred])
    if not len(excluded):
        return allowed
    allowed = allowed.copy()
    allowed[excluded] = False
    return allowed


def _as_shown(pool: Pool, shown: NDArray[np.int32]) -> Pool:
    """Return the shown contents in the order of their slots."""
    order = np.argsort(pool.contents, kind="stable")
    return pool.take(order[np.searchsorted(pool.contents[order], shown)])
