"""Credit: clicks on drafted slots, summed to one sign a person.

A person who clicks twenty times is one person: the clicks of one mind are not independent, and counted singly they
would make any interval too narrow.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.interleaving.team_draft import ONE, OTHER


@dataclass(frozen=True)
class Tally:
    """How many persons clicked more of the choices of ONE, of OTHER, of both alike; and all their credited clicks.

    Whoever clicked nothing that earns credit is in none of them. Additive over groups that share no person.
    """

    one: int = 0
    other: int = 0
    ties: int = 0
    clicks_one: int = 0
    clicks_other: int = 0

    @classmethod
    def of(cls, persons: NDArray[np.integer[Any]], teams: NDArray[np.integer[Any]]) -> "Tally":
        """Sum clicks; persons, teams: integers (n,), a person's code and ONE or OTHER for each credited click."""
        count = int(persons.max()) + 1 if len(persons) else 0
        one, other = (np.bincount(persons[teams == team], minlength=count) for team in (ONE, OTHER))
        return cls.from_sums(one, other)

    @classmethod
    def from_clicks(cls, clicks: Iterable[tuple[str, int | None]]) -> "Tally":
        """Sum rows of (person, team); a team of None earns nothing."""
        codes: dict[str, int] = {}
        rows = [(codes.setdefault(person, len(codes)), team) for person, team in clicks if team is not None]
        persons, teams = np.array(rows, np.int64).reshape(-1, 2).T
        return cls.of(persons, teams)

    @classmethod
    def from_sums(cls, one: NDArray[np.integer[Any]], other: NDArray[np.integer[Any]]) -> "Tally":
        """Sum persons; one, other: integers (n,), the credited clicks of each person by team."""
        clicked = one + other > 0
        return cls(
            int(np.count_nonzero(one > other)),
            int(np.count_nonzero(other > one)),
            int(np.count_nonzero(clicked & (one == other))),
            int(one.sum()),
            int(other.sum()),
        )

    def __add__(self, more: "Tally") -> "Tally":
        return Tally(*(mine + theirs for mine, theirs in zip(self.counts, more.counts, strict=True)))

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        """All five numbers in their order."""
        return self.one, self.other, self.ties, self.clicks_one, self.clicks_other

    @property
    def decided(self) -> int:
        """Persons who preferred one of the two."""
        return self.one + self.other
