"""Policies: draw contents into slots, one slot after the other, and say with which probability.

Rules that depend on what was already placed are masks inside the draw, so the probabilities are those
of what really happens: applied afterwards, they would bias every estimate made from the log. The only
chance is the generator that is passed in. A file in this room is found by itself.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.discovery import members
from slotwise.errors import ConfigError

Mask = Callable[[list[int]], NDArray[np.bool_]]
"""Given the candidates drawn so far (their places), bool (m,): which may come next."""


@dataclass(frozen=True)
class Fixed:
    """A mask that stays the same whatever is drawn, so that all slots can be drawn at once."""

    open: NDArray[np.bool_]

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
    def to_json(self) -> dict[str, Any]:
        """Return name and parameters, as they are written into the decision."""


def policies() -> dict[str, type[Policy]]:
    """Return every policy of this room by name."""
    return members(__name__, Policy)  # type: ignore[type-abstract]


def policy_from_json(document: dict[str, Any]) -> Policy:
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


def best_first(scores: NDArray[np.float64], open_: NDArray[np.bool_]) -> int:
    """Return the open candidate with the highest score; among equals the one that stands first, -1 if none."""
    left = np.where(open_, scores, -np.inf)
    place = int(left.argmax())
    return place if left[place] > -np.inf else -1
