"""Cases: what a model is judged by, cut from the log before anything is trained.

One global moment splits past from future; worlds in which hardly anybody returns are split by persons instead.
Nothing after the split, and nobody set aside, is seen by what is trained on the past.
"""

import hashlib
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from slotwise.errors import DatasetError
from slotwise.interactions import Interactions
from training.dataset import Dataset
from training.histories import Histories
from training.holdout import apart, halves, split_kind, split_moment
from training.occasions import Occasions, of_impressions, of_interactions
from training.options import TrainOptions


@dataclass(frozen=True)
class EvaluationOptions:
    """How a model is judged."""

    share: float = 0.2
    """Share of the log (or of the persons) that is held out."""
    cases: int = 2_000
    """Most occasions that are replayed."""
    depth: int = 20
    """Slots asked for at each occasion."""
    resamples: int = 1_000
    """Bootstrap resamples of persons behind every interval."""
    seed: int = 17
    """Decides which occasions and persons are drawn."""


@dataclass(frozen=True)
class Cases:
    """n held-out occasions in the order of time.

    `weight` float64 (n,): how many occasions of the log each one stands for. `histories` holds the persons' own
    pasts, `log` what the live world is folded from. `since` ms UTC: nothing from here on was trained on.
    """

    occasions: Occasions
    weight: NDArray[np.float64]
    histories: Histories
    log: Interactions
    dataset: Dataset
    by: str
    since: int
    depth: int
    at: int | None = None
    """ms UTC of the one live world that all cases see; None where each sees the world of its own time."""

    def __len__(self) -> int:
        return len(self.occasions)

    def take(self, chosen: NDArray[np.intp]) -> "Cases":
        """Return the chosen cases, in the order given."""
        return replace(self, occasions=self.occasions.take(chosen), weight=self.weight[chosen])

    def fingerprint(self) -> str:
        """Digest of what is asked and wanted: two evaluations with the same one may be paired case by case."""
        asked = self.occasions
        total = hashlib.sha256(f"{self.by}|{self.since}|{self.depth}|{len(self)}".encode())
        for column in (asked.person, asked.time, asked.touchpoint, asked.start, asked.wanted, asked.labels):
            total.update(np.ascontiguousarray(column).tobytes())
        return total.hexdigest()[:16]


def split(dataset: Dataset, options: TrainOptions, judging: EvaluationOptions) -> tuple[Dataset, Cases]:
    """Return the data set's past, to be trained on, and the cases of its future.

    Raises DatasetError when one of the two is empty.
    """
    events = dataset.interactions
    moment = split_moment(events, judging.share)
    kind = split_kind(dataset, moment, options.hold_out)
    if kind != "time":
        return _by_persons(dataset, options, judging, kind)
    shown = dataset.impressions
    past = replace(
        dataset, interactions=events.before(moment), impressions=None if shown is None else shown.before(moment)
    )
    cases = since(dataset, moment, options, judging)
    _check(past.interactions, cases)
    return past, cases


def since(dataset: Dataset, moment: int, options: TrainOptions, judging: EvaluationOptions) -> Cases:
    """Return cases of everything from a moment (ms UTC) on."""
    events = dataset.interactions
    histories = Histories(events, len(dataset.persons), dataset.consents)
    until = int(events.time[-1]) + 1 if len(events) else 0
    if dataset.impressions is not None:
        occasions, weight = _shown(of_impressions(dataset.impressions).within(moment, until), judging)
    else:
        found = of_interactions(events, histories, moment, until, options.target)
        occasions = found.sample(judging.cases, _chance(judging))
        weight = np.full(len(occasions), len(found) / max(len(occasions), 1))
    return Cases(occasions, weight, histories, events, dataset, "time", moment, judging.depth)


def _shown(found: Occasions, judging: EvaluationOptions) -> tuple[Occasions, NDArray[np.float64]]:
    """Draw most of the cases from the few decisions with a click, the others from those without."""
    clicked = np.add.reduceat(found.labels > 0, found.start[:-1]) > 0 if len(found) else np.zeros(0, bool)
    chance, weight = _chance(judging), np.zeros(len(found))
    for rows, room in (
        (np.flatnonzero(clicked), judging.cases * 3 // 4),
        (np.flatnonzero(~clicked), judging.cases // 4),
    ):
        drawn = chance.permutation(rows)[:room]
        weight[drawn] = len(rows) / max(len(drawn), 1)
    kept = np.flatnonzero(weight)
    return found.take(kept), weight[kept]


def _by_persons(
    dataset: Dataset, options: TrainOptions, judging: EvaluationOptions, kind: str
) -> tuple[Dataset, Cases]:
    past, others = apart(dataset, judging.share, judging.seed)
    histories = Histories(others, len(dataset.persons), dataset.consents)
    wanted = replace(options, occasions=judging.cases, seed=judging.seed)
    occasions = halves(others, histories, wanted)
    at = int(past.time[-1]) + 1 if kind == "newcomers" and len(past) else None
    cases = Cases(occasions, np.ones(len(occasions)), histories, past, dataset, kind, 0, judging.depth, at)
    _check(past, cases)
    return replace(dataset, interactions=past), cases


def _check(past: Interactions, cases: Cases) -> None:
    if not len(past) or not len(cases):
        raise DatasetError(
            f"the log is too short to be split: {len(past)} events before, {len(cases)} occasions after",
            expected="interactions of several persons over some time",
            hint="train with --no-evaluation, or on more data",
        )


def _chance(judging: EvaluationOptions) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=judging.seed))
