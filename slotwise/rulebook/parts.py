"""Parts: a set of rules that apply together, sorted by what they do; kept, because the same sets come again."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.rulebook.book import Rulebook
from slotwise.rulebook.effects import Capping, Closing, Lifting, Limiting, Pinning
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
    effects = [(place, book.rules[place].effect) for place in active.tolist()]
    lifts = [(place, each) for place, each in effects if isinstance(each, Lifting)]
    steady = [(place, each) for place, each in lifts if each.pace is None]
    closers = tuple(place for place, each in effects if isinstance(each, Closing) and each.pace is None)
    return Parts(
        active=active,
        key=active.tobytes(),
        closers=closers,
        aside=tuple(book.rules[place].id for place in closers if not book.strict[place]),
        quotas=tuple(place for place, each in effects if isinstance(each, Closing) and each.pace is not None),
        guarantees=tuple(place for place, each in lifts if each.pace is not None),
        caps={book.rules[place].id: book.caps[place] for place, each in effects if isinstance(each, Capping)},
        pins=tuple(each for _, each in effects if isinstance(each, Pinning)),
        limits=tuple(each for _, each in effects if isinstance(each, Limiting)),
        boost=_sum([each for _, each in steady]),
        wanted=np.unique(
            np.concatenate(
                [NOTHING, *(book.rules[place].wanted for place, each in effects if not isinstance(each, Capping))]
            )
        ),
    )


def _sum(lifts: list[Lifting]) -> NDArray[np.float32] | None:
    if not lifts:
        return None
    total = np.zeros(len(lifts[0].mask), np.float32)
    for each in lifts:
        total[each.mask] += np.float32(each.strength)
    return total
