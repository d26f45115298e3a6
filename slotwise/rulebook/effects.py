"""Effects: what rules do inside the draw. Every kind of rule comes down to one of these.

Masks are bool (n_contents,) over the catalogue; they mark what a rule is about and are shared: do not write.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from slotwise.rulebook.pace import Pace

Mask: TypeAlias = NDArray[np.bool_]
Counted = Literal["shown", "clicked", "dismissed"]
Per = Literal["content", "product", "category", "touchpoint", "all"]


@dataclass(frozen=True)
class Closing:
    """Contents that may not come; with a pace, only once more than that has been shown of them."""

    mask: Mask
    pace: Pace | None = None


@dataclass(frozen=True)
class Lifting:
    """A term added to scores, in standard deviations of the candidates' scores.

    With a pace it is multiplied by how far the exposures lag behind, and nothing when they do not.
    """

    mask: Mask
    strength: float
    pace: Pace | None = None


@dataclass(frozen=True)
class Pinning:
    """Contents, one of which stands in a slot (from 1), and in none before it, as long as one is open."""

    mask: Mask
    slot: int


@dataclass(frozen=True)
class Limiting:
    """At most so many placements with the same key, int32 (n_contents,); contents with a key below 0 are free."""

    keys: NDArray[np.int32]
    most: int


@dataclass(frozen=True)
class Capping:
    """At most so many events with one person in a window; `rest` is a person's peace after a dismissal. Both in ms.

    `most` 0 counts nothing and leaves the rest alone to hold.
    """

    mask: Mask
    most: int
    window: int
    per: Per
    on: Counted
    rest: int

    @property
    def key(self) -> Hashable:
        """Equal for caps that are the same."""
        return self.mask.tobytes(), self.most, self.window, self.per, self.on, self.rest


Effect: TypeAlias = Closing | Lifting | Pinning | Limiting | Capping
