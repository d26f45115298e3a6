"""Parts: a set of rules that apply together, sorted by what they do; kept, because the same sets come again."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.rulebook.applied import PARTS
from slotwise.rulebook.book import Rulebook
from slotwise.rulebook.effects import Lifting, Limiting, Pinning
from slotwise.rulebook.verdict import NOTHING


@dataclass(frozen=True)
class Parts:
    """Places of rules by what they do, and what stays the same for the whole set."""

    active: NDArray[np.intp]
    """Places of all of them."""
    key: bytes
    """Equal for equal sets."""
    closers: tuple[int, ...]
    quotas: tuple[int, ...]
    guarantees: tuple[int, ...]
    caps: Mapping[str, int]
    """The rows of the frequency caps in `Rulebook.capped`, by the rule's id."""
    capped: frozenset[int]
    """The same rows, each once."""
    pins: tuple[Pinning, ...]
    limits: tuple[Limiting, ...]
    boost: NDArray[np.float32] | None
    """float32 (n_contents,): the sum of the lifts without a pace."""
    wanted: NDArray[np.intp]
    """Contents that belong among the candidates, each once, in their order."""
    aside: tuple[str, ...]
    """Ids of the closers that are not strict."""

    @property
    def nbytes(self) -> int:
        """About how much memory it holds."""
        return 500 + (0 if self.boost is None else self.boost.nbytes) + self.wanted.nbytes + 2 * self.active.nbytes


def sorted_out(book: Rulebook, active: NDArray[np.intp]) -> Parts:
    """Return the parts of the active rules (their places)."""
    rules = book.rules
    by: dict[str, list[int]] = {each: [] for each in PARTS}
    for place in active.tolist():
        by[rules[place].part].append(place)
    wanted = [rules[place].wanted for part in ("pins", "lifts", "guarantees") for place in by[part]]
    return Parts(
        active=active,
        key=active.tobytes(),
        closers=tuple(by["closers"]),
        aside=tuple([rules[place].id for place in by["closers"] if not book.strict[place]]),
        quotas=tuple(by["quotas"]),
        guarantees=tuple(by["guarantees"]),
        caps={rules[place].id: book.caps[place] for place in by["caps"]},
        capped=frozenset([book.caps[place] for place in by["caps"]]),
        pins=tuple([rules[place].effect for place in by["pins"]]),  # type: ignore[misc]
        limits=tuple([rules[place].effect for place in by["limits"]]),  # type: ignore[misc]
        boost=_sum([rules[place].effect for place in by["lifts"]]),  # type: ignore[misc]
        wanted=np.unique(np.concatenate(wanted)) if wanted else NOTHING,
    )


def _sum(lifts: list[Lifting]) -> NDArray[np.float32] | None:
    if not lifts:
        return None
    total = np.zeros(len(lifts[0].mask), np.float32)
    for each in lifts:
        total[each.mask] += np.float32(each.strength)
    return total
