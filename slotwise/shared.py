"""Shared: what all touchpoints of a request have in common: one pool of candidates, and the ranker's scores of them."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.decision import Ask, ServiceLevel, Wanted
from slotwise.eligibility import Eligibility, Spot
from slotwise.gather import Pool
from slotwise.lazy import lazy
from slotwise.live import Live
from slotwise.matrices import Matrices, Taking
from slotwise.model import Model
from slotwise.moment import Moment
from slotwise.notes import Notes
from slotwise.ranked import Part, Ranked, ranked


@dataclass(eq=False)
class Shared:
    """Gathers and scores, each once for all asks without candidates of their own."""

    model: Model
    live: Live
    moment: Moment
    wanted: Wanted
    eligible: Eligibility
    notes: Notes
    _asked: dict[int, bool] = field(default_factory=dict)

    @lazy
    def spots(self) -> list[Spot]:
        """Where asks are answered from the common pool."""
        return [each for each in self.eligible.answered if each.ask.candidates is None]

    @lazy
    def page(self) -> Ranked | None:
        """What the ranker says of all asks that are answered; None where one of them has to climb by itself."""
        all_share = 0 < len(self.spots) == len(self.eligible.answered)
        if self.wanted.best is not ServiceLevel.RANKER or not all_share:
            return None
        expired = self.wanted.expired
        self._asked = {id(each.ask): expired() for each in self.spots}
        found = None if True in self._asked.values() else self._together
        # The ends rise: where two are the same, one of the asks takes nothing.
        return found if found and (len(set(found.ends)) == len(found.ends) or self._hopeless(found.ends)) else None

    def _hopeless(self, ends: list[int]) -> bool:
        """Whether asks that take nothing would take nothing at any other step either, and others take something."""
        idle = [each.ask for number, each in enumerate(self.spots) if ends[number] == ends[number + 1]]
        return ends[-1] > 0 and all(self.eligible.nothing(each) for each in idle)

    def late(self, ask: Ask) -> bool:
        """Whether the time is up; where it was asked for the page, that was for the first step of each ask."""
        asked = self._asked.pop(id(ask), None)
        return self.wanted.expired() if asked is None else asked

    def part(self, ask: Ask) -> Part:
        """Return what the ranker says of an ask. Raises whatever goes wrong."""
        together = self._together
        for number, each in enumerate(self.spots if together else ()):
            if together and each.ask is ask:
                return together.part(number)
        return self._ranked(self.pool_of(ask), [self.eligible.spot(ask)]).part(0)

    def pool_of(self, ask: Ask) -> Pool:
        """Return the candidates of an ask: the common pool, or what is given."""
        if ask.candidates is None:
            return self._pool
        given = self.eligible.places(ask.candidates)
        return self._gathered(self.live.catalog.contents.product[given], self.eligible.marked(given))

    def taken(self, ask: Ask) -> Pool:
        """Return those candidates that may be shown for an ask."""
        pool = self.pool_of(ask)
        return pool.take(self.eligible.open(ask)[pool.contents].nonzero()[0])

    @lazy
    def _together(self) -> Ranked | None:
        try:
            return self._ranked(self._pool, self.spots)
        except Exception:
            # Asked one by one, each says what is the matter with it.
            return None

    def _ranked(self, pool: Pool, spots: list[Spot]) -> Ranked:
        # What several touchpoints share is more than any of them takes: only what each one takes is scored.
        matrices = Matrices(self.model.served, self.model.facets, self.moment, self.live, pool)
        return ranked(
            self.model, self.live, matrices, [each.ask.touchpoint for each in spots], self._taking(pool, spots)
        )

    def _taking(self, pool: Pool, spots: list[Spot]) -> Taking:
        contents, take = pool.contents, kernels.load("slotwise.kernels.board").take
        places, asked = np.empty((2, len(spots) * len(contents)), np.int64)
        ends = [0]
        for number, each in enumerate(spots):
            open_ = each.open if each.ask.candidates is None else self.eligible.open(each.ask)
            ends.append(take(contents, open_, number, ends[-1], places, asked))
        return Taking(ends, places[: ends[-1]], asked[: ends[-1]])

    @lazy
    def _pool(self) -> Pool:
        wants = self.eligible.wants
        extra = self.live.catalog.contents.product[wants] if len(wants) else None
        return self._gathered(extra, self.eligible.shown)

    def _gathered(self, extra: NDArray[np.int32] | None, shown: NDArray[np.bool_]) -> Pool:
        pool, notes = self.model.gatherer.gather(self.moment, self.live, self.eligible.allowed, extra, shown)
        for note in notes:
            self.notes.once(note)
        return pool
