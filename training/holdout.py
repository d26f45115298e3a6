"""Holdout: which part of the log generators learn from first, and which occasions the ranker learns from."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from slotwise.interactions import Interactions
from training.dataset import Dataset
from training.histories import Histories
from training.occasions import Occasions, of_impressions, of_interactions
from training.options import TrainOptions

_RETURNING = 0.25
"""Share of persons active late in the log who must have been active before, for a split in time to teach anything."""


@dataclass(frozen=True)
class Holdout:
    """past: what generators are fitted on first; occasions: what the ranker learns from, of other data."""

    past: Interactions
    occasions: Occasions
    histories: Histories
    by: str
    world: Interactions
    """What the live world is folded from."""
    beside: Occasions | None = None
    """Occasions of later interactions that are learned from beside impressions."""
    at: int | None = None
    """ms UTC of the one live world that all occasions see; None where each sees the world of its own time."""


def hold_out(dataset: Dataset, options: TrainOptions) -> list[Holdout]:
    """Set the ranker's lessons aside: the latest stretch of the log, window by window, or some of the persons."""
    events = dataset.interactions
    histories = Histories(events, len(dataset.persons))
    by = split_kind(dataset, split_moment(events, options.share), options.hold_out)
    if by == "time":
        return _windows(dataset, histories, options)
    past, lessons = apart(dataset, options.share, options.seed)
    occasions = halves(lessons, Histories(lessons, len(dataset.persons)), options)
    if by == "newcomers":
        return [Holdout(past, occasions, histories, by, past, None, int(past.time[-1]) + 1 if len(past) else 0)]
    return [Holdout(past, occasions, histories, by, events)]


def _windows(dataset: Dataset, histories: Histories, options: TrainOptions) -> list[Holdout]:
    events, count = dataset.interactions, options.windows
    fair = replace(options, occasions=max(options.occasions // count, 1), organic=options.organic // count)
    moments = [split_moment(events, options.share * (count - place) / count) for place in range(count)]
    found = []
    for since, until in pairwise([*moments, int(events.time[-1]) + 1 if len(events) else 0]):
        occasions = _occasions(dataset, histories, since, until, fair)
        beside = _beside(dataset, histories, since, until, fair)
        found.append(Holdout(events.before(since), occasions, histories, "time", events, beside))
    return found


def split_moment(events: Interactions, share: float) -> int:
    """Return the moment (ms UTC) after which the latest `share` of the events with a product lies."""
    times = events.time[events.product >= 0]
    if not len(times):
        return 0
    return int(times[min(int(len(times) * (1 - share)), len(times) - 1)])


def apart(dataset: Dataset, share: float, seed: int) -> tuple[Interactions, Interactions]:
    """Return the interactions of everybody else and those of the persons set aside."""
    events = dataset.interactions
    chosen = np.zeros(len(dataset.persons) + 1, bool)
    chosen[persons_apart(events, share, seed)] = True
    return events.take(~chosen[events.person]), events.take(chosen[events.person])


def persons_apart(events: Interactions, share: float, seed: int) -> NDArray[np.intp]:
    """Return the codes of the persons set aside, drawn evenly from those who have interactions."""
    persons = np.unique(events.person[events.person >= 0])
    chance = np.random.Generator(np.random.Philox(key=seed))
    return np.sort(chance.permutation(persons)[: int(np.ceil(len(persons) * share))]).astype(np.intp)


def split_kind(dataset: Dataset, moment: int, wanted: str) -> str:
    """Return `time` or `persons`: as wanted, or for `auto` what a data set allows.

    A split in time teaches nothing where hardly anybody who is active late was active before.
    """
    if wanted != "auto" or dataset.impressions is not None:
        return "time" if wanted == "auto" else wanted
    events = dataset.interactions
    early, late = np.unique(events.before(moment).person), np.unique(events.since(moment).person)
    return "time" if np.isin(late, early).mean() >= _RETURNING else "persons"


def _occasions(dataset: Dataset, histories: Histories, since: int, until: int, options: TrainOptions) -> Occasions:
    chance = np.random.Generator(np.random.Philox(key=options.seed + 1))
    if dataset.impressions is not None:
        return of_impressions(dataset.impressions).within(since, until).lessons(options.occasions, chance)
    found = of_interactions(dataset.interactions, histories, since, until, options.target)
    return found.sample(options.occasions, chance)


def _beside(dataset: Dataset, histories: Histories, since: int, until: int, options: TrainOptions) -> Occasions | None:
    if dataset.impressions is None or not options.organic:
        return None
    found = of_interactions(dataset.interactions, histories, since, until, options.target)
    return found.sample(options.organic, np.random.Generator(np.random.Philox(key=options.seed + 4)))


def halves(lessons: Interactions, own: Histories, options: TrainOptions) -> Occasions:
    """Cut each person's interactions somewhere between a third and the end: what follows next was wanted."""
    touched = own.touched
    chance = np.random.Generator(np.random.Philox(key=options.seed + 2))
    sizes = np.diff(touched.start)
    persons = np.flatnonzero(sizes >= 2)
    cuts = np.repeat(persons, _CUTS)
    kept = (sizes[cuts] * chance.uniform(0.3, 1.0, len(cuts))).astype(np.int64)
    place = touched.start[cuts] + np.clip(kept, 1, sizes[cuts] - 1)
    end = np.minimum(touched.start[cuts + 1], place + (1 if options.target == "next" else _WANTED))
    counts = (end - place).astype(np.int64)
    rows = np.repeat(place - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
    at = touched.row[place]
    made = Occasions(
        person=lessons.person[at],
        time=touched.time[place],
        touchpoint=np.full(len(cuts), -1, np.int16),
        facets=lessons.facets[at],
        numbers=lessons.numbers[at],
        start=np.concatenate([[0], np.cumsum(counts)]),
        wanted=touched.product[rows],
        labels=np.ones(len(rows), np.int32),
    )
    made = made.take(np.argsort(made.time, kind="stable"))
    return made.sample(options.occasions, np.random.Generator(np.random.Philox(key=options.seed + 1)))


_CUTS = 8
"""Occasions made of each person set aside."""
_WANTED = 10
"""Most interactions after a cut that count as wanted: those far ahead say little about the moment."""
