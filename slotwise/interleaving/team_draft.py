"""Team draft: two ranked lists take turns in filling the slots of one touchpoint, and a fair coin says who begins.

In every round of two slots the team that the coin names puts its best content that is not placed yet, then the other
team does (Radlinski, Kurup & Joachims, 2008). A content that stands in a slot whichever way the coin falls is to
nobody's credit: by the coin it would be either team's, and clicks on it could only blur what the others say. A pick
earns credit only where either fall of the coin lets both teams pick: otherwise a list that is longer, or whose
contents the rules leave more often open, would win by clicks at random.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

ONE, OTHER = 0, 1
"""The teams."""

Fits = Callable[[Sequence[int], int], bool]
"""Given the contents placed so far and one more: whether the rules let it come next."""


class Chance(Protocol):
    """Where the coin comes from: numpy's Generator is one."""

    def random(self) -> float:
        """Return a number, even in [0, 1)."""
        ...


class Pick(NamedTuple):
    """One slot of the merged slate.

    `team` is ONE or OTHER where a click is to its credit, None where it is to nobody's (pinned, left
    over, or there in any case).
    `propensity` and `prefix` are exact over the coins, **given both lists**: of this content after the slots before
    it, and of the slate up to here.
    """

    content: int
    team: int | None
    propensity: float
    prefix: float


def anything(placed: Sequence[int], content: int) -> bool:
    """Let everything come next: for slates without rules between their slots."""
    return True


def draft(
    one: Sequence[int],
    other: Sequence[int],
    slots: int,
    chance: Chance,
    fits: Fits = anything,
    pinned: Mapping[int, int] | None = None,
) -> list[Pick]:
    """Merge two ranked lists of contents, best first, into at most `slots` slots; pure but for `chance`.

    `fits` keeps the merged slate inside caps and limits that each list keeps for itself only; `pinned` gives by slot
    (from 1) the contents that stand there whoever ranks. Shorter than `slots` when neither list has a content left
    that fits. No content twice. One number is taken from `chance` a round, so `slots` decides how many at most.
    """
    merged = _Merged((one, other), slots, fits, dict(pinned or {}))
    while len(merged.picks) < slots and merged.play(ONE if chance.random() < 0.5 else OTHER):
        pass
    return merged.picks


class _Merged:
    """A slate while it is drafted."""

    def __init__(self, lists: tuple[Sequence[int], Sequence[int]], slots: int, fits: Fits, pinned: dict[int, int]):
        kept = set(pinned.values())
        self._lists = tuple([content for content in each if content not in kept] for each in lists)
        self._slots, self._fits, self._pinned = slots, fits, pinned
        self.picks: list[Pick] = []

    def play(self, coin: int) -> bool:
        """Play one round of at most two turns and what is pinned among them; tell whether anything was placed."""
        placed = [each.content for each in self.picks]
        rounds = (self._round(placed, ONE), self._round(placed, OTHER))
        mine, theirs = rounds[coin], rounds[1 - coin]
        counts = all(map(_fair, rounds, (ONE, OTHER))) and len(mine) == len(theirs)
        prefix = self.picks[-1].prefix if self.picks else 1.0
        alike = 2
        for turn, (content, team) in enumerate(mine):
            before = alike
            alike = 1 + (alike == 2 and turn < len(theirs) and theirs[turn][0] == content)
            prefix *= alike / before
            differs = counts and theirs[turn][0] != content
            self.picks.append(Pick(content, team if differs else None, alike / before, prefix))
        return bool(mine)

    def _round(self, placed: list[int], first: int) -> list[tuple[int, int | None]]:
        """Return (content, team) of the next slots if `first` began; team None where it is pinned."""
        found: list[tuple[int, int | None]] = []
        turns = [first, 1 - first]
        while (slot := len(placed) + len(found) + 1) <= self._slots:
            if slot in self._pinned:
                found.append((self._pinned[slot], None))
                continue
            if not turns:
                break
            team = turns.pop(0)
            standing = [*placed, *(content for content, _ in found)]
            pick = self._best(team, standing) or self._best(1 - team, standing)
            if pick is None:
                break
            found.append(pick)
        return found

    def _best(self, team: int, placed: list[int]) -> tuple[int, int] | None:
        for content in self._lists[team]:
            if content not in placed and self._fits(placed, content):
                return content, team
        return None


def _fair(found: list[tuple[int, int | None]], first: int) -> bool:
    """Tell whether the teams took the turns that were theirs."""
    return [team for _, team in found if team is not None] in ([first], [first, 1 - first])
