"""Baselines: what a model has to beat, each answering through the very `decide()` under the same rules.

A baseline only chooses the step of the ladder and, where it has an order of its own, hands candidates in that order
to the last step. One baseline a file, found by itself.
"""

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from slotwise.decision import Ask, Decision, ServiceLevel, Wanted
from slotwise.discovery import members
from slotwise.engine import decide
from slotwise.live import Live
from slotwise.model import Model
from slotwise.person import PersonState


class Contender(ABC):
    """Whoever answers at a case."""

    name: ClassVar[str]
    title: ClassVar[str]

    @abstractmethod
    def decide(self, model: Model, state: PersonState, wanted: Wanted, live: Live) -> Decision:
        """Return the decision for one ask. Candidates may be given; without them everything open is a candidate."""


def baselines() -> dict[str, Contender]:
    """Return one of every baseline of this room by name."""
    return {name: kind() for name, kind in members(__name__, Contender).items()}  # type: ignore[type-abstract]


def in_order(model: Model, state: PersonState, wanted: Wanted, live: Live, contents: NDArray[np.int32]) -> Decision:
    """Return the decision that places contents (codes) in the order given, as far as the rules allow."""
    ids = model.catalog.contents.ids
    ordered = tuple(ids[int(content)] for content in contents)
    asks = tuple(replace(ask, candidates=ordered) for ask in wanted.asks)
    return decide(model, state, replace(wanted, asks=asks, best=ServiceLevel.SAFETY_LIST), live)


def candidates(model: Model, ask: Ask, live: Live) -> NDArray[np.int32]:
    """Return the contents that an ask allows: those given, or all that its touchpoint takes."""
    if ask.candidates is not None:
        find = model.catalog.contents.ids.index
        return np.array([find[each] for each in ask.candidates if each in find], np.int32)
    return np.flatnonzero(model.open_contents(model.catalog.touchpoint(ask.touchpoint), live)).astype(np.int32)
