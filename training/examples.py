"""Examples: for every occasion the candidates as the service would have seen them, with what became of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Generator, read_transitions
from slotwise.configured import plan_of
from slotwise.features import FeatureSet
from slotwise.gather import Pool
from slotwise.gatherer import Gatherer
from slotwise.matrices import Matrices
from slotwise.moment import Moment
from slotwise.rankers.examples import RankingExamples
from slotwise.standing import Standing
from training.dataset import Dataset
from training.holdout import Holdout
from training.options import TrainOptions, Watch
from training.replay import Replay


@dataclass(frozen=True)
class Examples:
    """What rankers learn from. `ranks` float32 (n, n_sources); `found` is the share of `wanted` that is retrieved."""

    ranking: RankingExamples
    ranks: NDArray[np.float32]
    found: float
    labelled_by: str
    wanted: int = 0
    """How many products were wanted where retrieval could miss them."""


def make_examples(
    dataset: Dataset,
    held: Holdout,
    fitted: Mapping[str, Generator],
    features: FeatureSet,
    options: TrainOptions,
    seen: NDArray[np.float64],
    watch: Watch,
) -> Examples:
    """Replay the log to every occasion and compute the features of its candidates, point in time."""
    maker = _Maker(dataset, held, fitted, features, options, seen)
    every = max(1, len(held.occasions) // 100)
    for place in range(len(held.occasions)):
        if place % every == 0:
            watch("making examples", place / len(held.occasions))
        maker.add(place)
    return maker.examples()


def joined(parts: Sequence[Examples]) -> Examples:
    """Return all examples together, lists of later interactions standing in the first slot where slots are known."""
    if len(parts) == 1:
        return parts[0]
    rankings = [each.ranking for each in parts]
    together = replace(
        rankings[0],
        matrix=np.concatenate([each.matrix for each in rankings]),
        labels=np.concatenate([each.labels for each in rankings]),
        groups=np.concatenate([each.groups for each in rankings]),
        positions=_column(rankings, "positions", lambda each: np.ones(len(each.labels), np.int16)),
        weights=_column(rankings, "weights", lambda each: np.ones(len(each.labels), np.float32)),
        offsets=_column(rankings, "offsets", _usual),
    )
    wanted = sum(each.wanted for each in parts)
    found = sum(each.found * each.wanted for each in parts) / wanted if wanted else 1.0
    kinds = " and ".join(dict.fromkeys(each.labelled_by for each in parts))
    return Examples(together, np.concatenate([each.ranks for each in parts]), found, kinds, wanted)


def _column(
    rankings: Sequence[RankingExamples], name: str, missing: Callable[[RankingExamples], NDArray[Any]]
) -> NDArray[Any] | None:
    """Return a column of all rankings, `missing` where one lacks it; None where all do."""
    columns = [getattr(each, name) for each in rankings]
    if all(column is None for column in columns):
        return None
    filled = [missing(each) if column is None else column for each, column in zip(rankings, columns, strict=True)]
    return np.concatenate(filled)


def _usual(ranking: RankingExamples) -> NDArray[np.float32]:
    """Log-odds of any label above 0, for every row."""
    rate = float((ranking.labels > 0).mean()) if len(ranking.labels) else 0.5
    usual = np.clip(rate, 1e-6, 0.5)
    return np.full(len(ranking.labels), np.log(usual / (1 - usual)), np.float32)


class _Maker:
    def __init__(
        self,
        dataset: Dataset,
        held: Holdout,
        fitted: Mapping[str, Generator],
        features: FeatureSet,
        options: TrainOptions,
        seen: NDArray[np.float64],
    ):
        self.dataset, self.held, self.fitted, self.features, self.options = dataset, held, fitted, features, options
        self.gatherer = Gatherer(fitted, dataset.catalog, options.retrieve)
        self.plan = plan_of(dataset.configuration)
        moves = read_transitions(fitted)
        self.replay = Replay(held.world, dataset.catalog, dataset.facets, seen, options.tick, moves)
        self.chance = np.random.Generator(np.random.Philox(key=options.seed + 3))
        self.blocks: list[NDArray[np.float32]] = []
        self.ranks: list[NDArray[np.float32]] = []
        self.labels: list[NDArray[np.int32]] = []
        self.slots: list[NDArray[np.int16]] = []
        self.places: list[NDArray[np.float64]] = []
        self.weights: list[float] = []
        self.wanted = self.found = 0

    def add(self, place: int) -> None:
        """Make the rows of one occasion."""
        occasions, catalog = self.held.occasions, self.dataset.catalog
        now = int(occasions.time[place])
        live = self.replay.live(now if self.held.at is None else self.held.at)
        facets = self.dataset.facets.with_touchpoint(occasions.facets[place], "")
        moment = self.held.histories.moment(int(occasions.person[place]), now, facets, occasions.numbers[place])
        moment.standing = Standing(self.plan, moment, catalog, self._told(moment))
        rows = slice(occasions.start[place], occasions.start[place + 1])
        wanted, labels = occasions.wanted[rows], occasions.labels[rows]
        barred = [rule.exclude(moment, catalog) for rule in self.options.rules]
        touchpoint = int(occasions.touchpoint[place])
        allowed = live.keep(("alive", touchpoint), lambda: self._alive(now, touchpoint))
        allowed = _without(allowed, barred)
        if occasions.slots is None:
            pool, _ = self.gatherer.gather(moment, live, allowed)
            pool, label = self._chosen(pool, wanted, labels)
        else:
            extra = catalog.contents.product[wanted]
            pool, _ = self.gatherer.gather(moment, live, allowed, extra)
            pool, label = _as_shown(pool, wanted, labels)
            self.slots.append(occasions.slots[rows])
            self.places.append(_expected(self.replay.counts.seen, touchpoint, occasions.slots[rows]))
        if not len(pool):
            return
        name = catalog.touchpoints[touchpoint].touchpoint if touchpoint >= 0 else ""
        self.blocks.append(Matrices(self.features, self.dataset.facets, moment, live, pool).full(name))
        self.ranks.append(np.column_stack([pool.ranks[name] for name in self.fitted]))
        self.labels.append(label)
        self.weights.append(1.0 if occasions.weights is None else float(occasions.weights[place]))

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

    def _chosen(
        self, pool: Pool, wanted: NDArray[np.int32], labels: NDArray[np.int32]
    ) -> tuple[Pool, NDArray[np.int32]]:
        """Keep all wanted candidates and an even draw of the others, in the order of retrieval."""
        order = np.argsort(wanted, kind="stable")
        place = np.minimum(np.searchsorted(wanted[order], pool.products), len(wanted) - 1)
        hit = wanted[order][place] == pool.products
        label = np.where(hit, labels[order][place], 0).astype(np.int32)
        self.wanted += len(np.unique(wanted))
        self.found += int(hit.sum())
        others = np.flatnonzero(~hit)
        room = max(self.options.rows - int(hit.sum()), 1)
        kept = np.sort(np.concatenate([np.flatnonzero(hit), self.chance.permutation(others)[:room]]))
        return pool.take(kept), label[kept]

    def examples(self) -> Examples:
        """Put all rows together."""
        width = len(self.features.features)
        matrix = np.concatenate(self.blocks) if self.blocks else np.zeros((0, width), np.float32)
        ranking = RankingExamples(
            matrix=matrix,
            labels=np.concatenate([np.zeros(0, np.int32), *self.labels]),
            groups=np.array([len(each) for each in self.labels], np.int32),
            positions=np.concatenate(self.slots) if self.slots else None,
            feature_names=tuple(self.features.names),
            weights=self._row_weights(),
            offsets=self._offsets(),
            directions=tuple(self.features.directions),
            categorical=tuple(self.features.categorical),
        )
        ranks = np.concatenate(self.ranks) if self.ranks else np.zeros((0, len(self.fitted)), np.float32)
        found = self.found / self.wanted if self.wanted else 1.0
        return Examples(ranking, ranks, found, self.held.occasions.labelled_by, self.wanted)

    def _offsets(self) -> NDArray[np.float32] | None:
        """Log-odds of a click in each row's place, whatever stands there."""
        if not self.places:
            return None
        expected, labels = np.concatenate(self.places), np.concatenate(self.labels) > 0
        weights = self._row_weights()
        weights = np.ones(len(labels), np.float32) if weights is None else weights
        rate = float((weights * labels).sum() + 1) / float((weights * expected).sum() + 1)
        chance = np.clip(rate * expected, 1e-6, 0.5)
        return np.log(chance / (1 - chance)).astype(np.float32)

    def _row_weights(self) -> NDArray[np.float32] | None:
        if self.held.occasions.weights is None:
            return None
        return np.repeat(np.array(self.weights, np.float32), [len(each) for each in self.labels])


def _without(allowed: NDArray[np.bool_], barred: list[NDArray[np.int32]]) -> NDArray[np.bool_]:
    excluded = np.concatenate([np.zeros(0, np.int32), *barred])
    if not len(excluded):
        return allowed
    allowed = allowed.copy()
    allowed[excluded] = False
    return allowed


def _expected(seen: NDArray[np.float64], touchpoint: int, slots: NDArray[np.int16]) -> NDArray[np.float64]:
    place = np.clip(slots.astype(np.intp) - 1, 0, seen.shape[1] - 1)
    return seen[min(touchpoint, len(seen) - 1), place]


def _as_shown(pool: Pool, shown: NDArray[np.int32], labels: NDArray[np.int32]) -> tuple[Pool, NDArray[np.int32]]:
    """Return the shown contents in the order of their slots."""
    order = np.argsort(pool.contents, kind="stable")
    return pool.take(order[np.searchsorted(pool.contents[order], shown)]), labels
