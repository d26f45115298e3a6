"""Decision: what was asked for, what was considered, what was placed, and how sure the policy was."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class ServiceLevel(StrEnum):
    """The steps of the fallback ladder, best first."""

    RANKER = "ranker"
    BLEND = "blend"
    POPULAR_IN_SCENE = "popular_in_scene"
    POPULAR = "popular"
    SAFETY_LIST = "safety_list"


@dataclass(frozen=True)
class Ask:
    """One touchpoint of a request: how many slots, what to leave out, and the only contents allowed if given."""

    touchpoint: str
    slots: int
    exclude: frozenset[str] = frozenset()
    candidates: tuple[str, ...] | None = None


def never() -> bool:
    """Say that the time is not up: for callers without a deadline."""
    return False


@dataclass(frozen=True)
class Wanted:
    """Everything that one decision is to answer, apart from the person.

    `now` is ms UTC; `seed` makes the only chance there is; `expired` is asked between the stages and
    says that the time is up; `best` is the highest step of the ladder that may be used.
    """

    asks: tuple[Ask, ...]
    now: int
    seed: str
    context: Mapping[str, str | float] = field(default_factory=dict)
    scene: str | None = None
    personalize: bool = True
    expired: Callable[[], bool] = never
    best: ServiceLevel = ServiceLevel.RANKER
    page: tuple[str, ...] = ()
    """Contents that stand on other touchpoints of the same page already, placed by another decision."""


class Placement(NamedTuple):
    """A content in a slot (from 1). `prefix` is the probability of the slate up to here."""

    slot: int
    content: int
    product: int
    score: float
    propensity: float
    prefix: float


class Read(NamedTuple):
    """What the ranker read of p placements, in their order, apart from the products' own part.

    request: float32 (n_request,); matches: float32 (p, n_match). The products' part is the same for everybody until
    the next tick: `FeatureSet.product_rows` gives it.
    """

    request: NDArray[np.float32]
    matches: NDArray[np.float32]


class ByName(Mapping[str, NDArray[np.float32]]):
    """The rows of a table, float32 (n, m), by name; made for each decision, and read of few."""

    def __init__(self, names: Sequence[str], table: NDArray[np.float32]):
        self._names, self._table = names, table

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        if name not in self._names:
            raise KeyError(name)
        row: NDArray[np.float32] = self._table[self._names.index(name)]
        return row

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Slate(NamedTuple):
    """The answer for one touchpoint, with what was considered and what was dropped by which rule."""

    touchpoint: str
    level: ServiceLevel
    placements: tuple[Placement, ...]
    considered: NDArray[np.int32]
    scores: NDArray[np.float64]
    dropped: Mapping[str, int]
    """How many products each of the model's rules, and how many contents each operator's rule closed, by name."""
    ranks: Mapping[str, NDArray[np.float32]] = _NOTHING
    """float32 (m,) by source: the rank it gave each candidate, NaN where it did not bring it."""
    short: str = ""
    """Why there are fewer placements than asked for; empty when there are enough."""
    read: Read | None = None
    """What the ranker read of the placements; None where another step of the ladder answered."""
    aside: tuple[str, ...] = ()
    """Ids of rules that left nothing to show here, so that the touchpoint's own list answers without them."""
    policy: Mapping[str, Any] = _NOTHING
    """How the touchpoint's slates are drawn where it has its own way; empty where it is the decision's."""


@dataclass(frozen=True)
class Decision:
    """The whole answer: a scene, slates in the order asked for, and what went wrong on the way."""

    scene: str | None
    slates: tuple[Slate, ...]
    policy: Mapping[str, Any]
    notes: tuple[str, ...] = ()
