"""Policies: draw contents into slots, one slot after the other, and say with which probability.

Rules that depend on what was already placed are masks inside the draw, so the probabilities are those
of what really happens: applied afterwards, they would bias every estimate made from the log. The only
chance is the generator that is passed in. A file in this room is found by itself.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.discovery import members
from slotwise.errors import ConfigError
from slotwise.limited import NOTHING, Limited
from slotwise.live import Live

Mask = Callable[[list[int]], NDArray[np.bool_]]
"""Given the candidates drawn so far (their places), bool (m,): which may come next."""


Odds = tuple[float, float, float]
"""Explore, temperature and floor of a Plackett-Luce mixture; all 0 where slates are sorted and nothing is chance."""


@dataclass(eq=False)
class Fixed:
    """A mask that stays the same whatever is drawn, so that all slots can be drawn at once."""

    open: NDArray[np.bool_]
    parts: ClassVar = NOTHING

    def __call__(self, drawn: list[int]) -> NDArray[np.bool_]:
        """Return bool (m,): which candidates may be drawn."""
        return self.open


class Drawn(NamedTuple):
    """One slot's draw: the candidate's place, its probability given the slots before, and of the whole prefix."""

    place: int
    propensity: float
    prefix: float


class Policy(ABC):
    """Draws a slate from scores."""

    name: ClassVar[str]
    temperature: float = 0.0
    """Difference of scores that the draw's odds answer to; 0 where slates are sorted."""

    @property
    def odds(self) -> Odds | None:
        """What tells how slates are drawn, where it is as Plackett-Luce draws them: so it draws whole pages at once."""
        return None

    def as_of(self, live: Live, products: NDArray[np.int32]) -> "Policy":
        """Return the policy that knows the live counts of the candidates' products, int32 (m,); most need none."""
        return self

    @abstractmethod
    def draw(
        self,
        scores: NDArray[np.float64],
        fresh: NDArray[np.bool_],
        slots: int,
        mask: Mask,
        chance: np.random.Generator,
    ) -> list[Drawn]:
        """Draw at most `slots` candidates. scores (m,), best first; fresh (m,): products that are new.

        Shorter when the mask leaves nothing. Every candidate is drawn at most once.
        """

    @abstractmethod
    def chances(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], slate: Sequence[int], mask: Mask
    ) -> list[Drawn]:
        """Return with which probabilities `draw` would give a slate, under the same scores and mask.

        slate: places of candidates, the first slot's first, at most as many as slots are asked for; -1 is a content
        that is no candidate. Of a slate that `draw` gave these are its own numbers (to rounding). A place that is never
        drawn where it stands (closed, taken before, -1) has the propensity 0, and from there on every prefix is 0.
        """

    def marginals(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], slots: int, mask: Mask
    ) -> NDArray[np.float64] | None:
        """Return float64 (slots, m): how probably each candidate is drawn for each slot, whatever stands before it.

        None where the policy cannot tell: what needs them is then not estimated.
        """
        return None

    def following(
        self, scores: NDArray[np.float64], fresh: NDArray[np.bool_], drawn: Sequence[int], mask: Mask
    ) -> NDArray[np.float64]:
        """Return float64 (m,): how probably each candidate comes next after a slate so far (its places)."""
        asked = ([*drawn, place] for place in range(len(scores)))
        return np.array([self.chances(scores, fresh, each, mask)[-1].propensity for each in asked], np.float64)

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """Return name and parameters, as they are written into the decision."""


def policies() -> dict[str, type[Policy]]:
    """Return every policy of this room by name."""
    return members(__name__, Policy)  # type: ignore[type-abstract]


def policy_from_json(document: Mapping[str, Any]) -> Policy:
    """Make a policy from its name and parameters; raise ConfigError for a name or a parameter that no file has."""
    kinds = policies()
    if document.get("policy") not in kinds:
        raise ConfigError("no such policy", expected=sorted(kinds), given=document.get("policy"))
    try:
        return kinds[document["policy"]](**{key: value for key, value in document.items() if key != "policy"})
    except TypeError as error:
        raise ConfigError(f"a policy cannot be read: {error}", given=document) from error


def best_in_order(scores: NDArray[np.float64], open_: NDArray[np.bool_], count: int) -> NDArray[np.int64]:
    """Return the `count` open candidates that `best_first` would find one after the other."""
    places = np.empty(min(count, len(scores)), np.int64)
    return places[: kernels.load("slotwise.kernels.slate").best_in_order(scores, open_, places)]


def greedy_slate(scores: NDArray[np.float64], slots: int, mask: Mask) -> list[int]:
    """Return the places of the best open candidates, slot by slot; fewer than `slots` when the mask leaves nothing."""
    drawn: list[int] = []
    if isinstance(mask, Fixed):
        drawn += best_in_order(scores, mask.open, slots).tolist()
        return drawn
    if isinstance(mask, Limited):
        drawn += mask.in_order(scores, slots)[0].tolist()
        return drawn
    left = scores.copy()
    while len(drawn) < slots and len(left):
        place = best_first(left, mask(drawn))
        if place < 0:
            break
        drawn.append(place)
        left[place] = -np.inf
    return drawn


def best_first(scores: NDArray[np.float64], open_: NDArray[np.bool_]) -> int:
    """Return the open candidate with the highest score; among equals the one that stands first, -1 if none."""
    if not len(scores):
        return -1
    left = np.where(open_, scores, -np.inf)
    place = int(left.argmax())
    return place if left[place] > -np.inf else -1
