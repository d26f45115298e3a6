"""A month of a simulated world under a policy, day by day, from where the log of the world ends."""

import copy
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import numpy as np

from slotwise.chance import generator
from training.simulate.attraction import Attraction
from training.simulate.chunk import Chunk
from training.simulate.clock import DAY_MS
from training.simulate.filling import Filler
from training.simulate.ledger import Columns, Ledger
from training.simulate.visits import Visits, draw_visits
from training.simulate.world import World

DAYS = 28


class Daily(Filler, Protocol):
    """A policy that may learn at midnight from what has happened."""

    def midnight(self, at_ms: int, ledger: Ledger) -> None:
        """Begin a day; `ledger` holds everything that happened in the month before `at_ms`."""


@runtime_checkable
class Knowing(Protocol):
    """A policy that is told the truth: not what a service can be, but what it is held against."""

    def told(self, truth: Attraction) -> None:
        """Take the persons, whose state changes as they live through the month."""


@dataclass(frozen=True)
class Month:
    """The persons that live through it and their visits: the same ones whichever policy fills the pages."""

    world: World
    persons: Attraction
    visits: Visits
    days: int = DAYS

    @classmethod
    def of(cls, world: World, persons: int, days: int = DAYS) -> "Month":
        """Take the world's first persons (fewer where there are fewer) and draw when they come."""
        known = min(persons, len(world.truth.persons.rate))
        who = np.arange(known)
        people = world.truth.rows(who, np.full(known, world.end_ms))
        rng = generator("closed loop", str(world.seed), "visits")
        return cls(world, people, draw_visits(people.persons, world.end_ms, days, rng), days)

    def play(self, policy: Daily) -> dict[str, Columns]:
        """Return the tables of the ledger: what the policy showed and what came of it."""
        world, ledger = self.world, Ledger()
        truth = replace(self.persons, state=copy.deepcopy(self.persons.state))
        if isinstance(policy, Knowing):
            policy.told(truth)
        rng = generator("closed loop", str(world.seed), "persons")
        live = world.launches.on_sale(world.end_ms, self.days)
        chunk = Chunk(truth, world.surfaces, policy, live, world.end_ms, ledger, rng)
        day = (self.visits.at_ms - world.end_ms) // DAY_MS
        for number in range(self.days):
            policy.midnight(world.end_ms + number * DAY_MS, ledger)
            chunk.run(_today(self.visits, np.flatnonzero(day == number)))
        return {name: ledger.table(name) for name in ("pages", "placements", "events")}


def _today(visits: Visits, rows: np.ndarray) -> Visits:
    """The visits of one day; a person's first one of the day is their turn 0."""
    who = visits.who[rows]
    first = np.searchsorted(who, who, side="left")
    return Visits(who, visits.at_ms[rows], visits.channel[rows], np.arange(len(rows)) - first)
