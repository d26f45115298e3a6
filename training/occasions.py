"""Occasions: the moments that a ranker learns from and is judged by, each with what turned out to be wanted."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from slotwise.impressions import Impressions
from slotwise.interactions import Interactions
from training.histories import Histories

Target = Literal["next", "visit", "rest"]
"""What counts as wanted after a moment: the next interaction, all of the same visit, all that follow."""

CLICKED, CONVERTED = 1, 2
"""Labels of what was wanted."""
VISIT = 30 * 60_000
"""Pause in ms that ends a visit."""


@dataclass(frozen=True)
class Occasions:
    """n moments in the order of time.

    person int32 (-1 unknown), time int64 ms UTC, touchpoint int16 (-1 none), facets int32 (n, n_facets),
    numbers float32 (n, n_numbers). Rows start[i] ... start[i + 1] of `wanted` and `labels`, both int32, belong
    to occasion i. With `slots` int16 they are all contents that were shown, wanted (label > 0) or not; without,
    they are the products that were wanted.
    """

    person: NDArray[np.int32]
    time: NDArray[np.int64]
    touchpoint: NDArray[np.int16]
    facets: NDArray[np.int32]
    numbers: NDArray[np.float32]
    start: NDArray[np.int64]
    wanted: NDArray[np.int32]
    labels: NDArray[np.int32]
    slots: NDArray[np.int16] | None = None
    weights: NDArray[np.float32] | None = None
    """float32 (n,): how many occasions of the log each one stands for; None where each stands for itself."""

    def __len__(self) -> int:
        return len(self.time)

    @property
    def labelled_by(self) -> str:
        """Where the labels come from: `impressions` with outcomes, or `later interactions`."""
        return "later interactions" if self.slots is None else "impressions"

    def take(self, chosen: NDArray[np.intp]) -> "Occasions":
        """Return the chosen occasions, in the order given."""
        sizes = np.diff(self.start)[chosen]
        rows = np.repeat(self.start[chosen] - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
        rows = (rows + np.arange(int(sizes.sum()))).astype(np.intp)
        return Occasions(
            self.person[chosen], self.time[chosen], self.touchpoint[chosen], self.facets[chosen], self.numbers[chosen],
            np.concatenate([[0], np.cumsum(sizes)]), self.wanted[rows], self.labels[rows],
            None if self.slots is None else self.slots[rows],
            None if self.weights is None else self.weights[chosen],
        )  # fmt: skip

    def within(self, since: int, until: int) -> "Occasions":
        """Return the occasions in [since, until) ms UTC."""
        return self.take(np.flatnonzero((self.time >= since) & (self.time < until)))

    def sample(self, most: int, chance: np.random.Generator) -> "Occasions":
        """Return at most so many occasions, drawn evenly, still in the order of time."""
        if len(self) <= most:
            return self
        return self.take(np.sort(chance.permutation(len(self))[:most]))

    def lessons(self, most: int, chance: np.random.Generator) -> "Occasions":
        """Return at most so many occasions: clicks are rare, so they take up to half, and weights make up for it."""
        if len(self) <= most:
            return self
        wanted = np.maximum.reduceat(self.labels, self.start[:-1]) > 0
        yes, no = np.flatnonzero(wanted), np.flatnonzero(~wanted)
        some = chance.permutation(yes)[: most // 2]
        others = chance.permutation(no)[: most - len(some)]
        weights = np.zeros(len(self), np.float32)
        weights[some] = len(yes) / max(len(some), 1)
        weights[others] = len(no) / max(len(others), 1)
        return replace(self, weights=weights).take(np.sort(np.concatenate([some, others])))


def of_impressions(shown: Impressions) -> Occasions:
    """Make one occasion of every decision at a touchpoint; decisions without any click are kept."""
    first = np.flatnonzero(np.r_[True, np.diff(shown.decision) != 0]) if len(shown) else np.zeros(0, np.intp)
    return Occasions(
        person=shown.person[first],
        time=shown.time[first],
        touchpoint=shown.touchpoint[first],
        facets=shown.facets[first],
        numbers=shown.numbers[first],
        start=np.append(first, len(shown)).astype(np.int64),
        wanted=shown.content,
        labels=np.where(shown.converted, CONVERTED, shown.clicked * CLICKED).astype(np.int32),
        slots=shown.slot,
    )


def of_interactions(events: Interactions, histories: Histories, since: int, until: int, target: Target) -> Occasions:
    """Make occasions of the interactions in [since, until) ms UTC: what was wanted is what came later.

    `next`: right after an interaction, in its scene, the person's next one (of the same session, where sessions
    are known) is wanted, unless it is of the same product. `visit`: just before the first of each visit, all of
    the visit are. `rest`: just before the first in the window, everything in the window is.
    """
    touched = histories.touched
    places = np.flatnonzero((touched.time >= since) & (touched.time < until))
    person, session = events.person[touched.row[places]], touched.session[places]
    same_person = np.r_[False, np.diff(person) == 0] if len(places) else np.zeros(0, bool)
    if target == "next":
        # Going on with the same product, as in the steps of a process, says nothing about what to show.
        moves = np.r_[False, np.diff(touched.product[places]) != 0]
        follows = np.flatnonzero(same_person & moves & np.r_[False, np.diff(session) == 0])
        return _made(events, histories, places[follows - 1], places[follows], np.arange(len(follows) + 1), 1)
    begins = ~same_person
    if target == "visit":
        begins |= np.r_[True, np.diff(touched.time[places]) > VISIT][: len(places)]
    first = np.flatnonzero(begins)
    return _made(events, histories, places[first], places, np.append(first, len(places)), 0)


def _made(
    events: Interactions,
    histories: Histories,
    stands: NDArray[np.intp],
    wanted: NDArray[np.intp],
    start: NDArray[np.intp],
    later: int,
) -> Occasions:
    """Make occasions that stand `later` ms after the interactions `stands`, both places in `histories.touched`."""
    rows = histories.touched.row[stands]
    made = Occasions(
        person=events.person[rows],
        time=events.time[rows] + later,
        touchpoint=np.full(len(rows), -1, np.int16),
        facets=events.facets[rows],
        numbers=events.numbers[rows],
        start=start.astype(np.int64),
        wanted=histories.touched.product[wanted],
        labels=np.ones(len(wanted), np.int32),
    )
    return made.take(np.argsort(made.time, kind="stable"))
