"""Passes: one compiled pass over a request's candidates fills the columns of many features at once.

A feature is a function of its room, and that is what it means: a pass only gives the same bits for several of them
with one call, where numba's machine code is at hand. What no pass fills is computed by its function. So a new feature
needs nothing here, and without numba there are no passes. A file in this room is found by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.discovery import modules
from slotwise.features import Column, FeatureSet, Match, Placed

Places = NDArray[np.int64]
"""int64, one per feature of a pass: its column in the block, -1 where nobody reads it."""


@dataclass(frozen=True)
class Pass:
    """Features that are filled at once: their names in the order of the kernel, and what fills them.

    `fill` takes what the features see, their places and a block float32 (n_columns, m) of which it fills some rows.
    """

    features: tuple[str, ...]
    fill: Callable[[Any, Places, Column], None]

    def places(self, names: Sequence[str]) -> Places:
        """Return where the features stand among the names of a block's columns."""
        known = {name: place for place, name in enumerate(names)}
        return np.array([known.get(name, -1) for name in self.features], np.int64)


def passes(sources: tuple[str, ...]) -> list[Pass]:
    """Return all passes of an installation with these candidate sources; none without machine code."""
    if not kernels.compiled():
        return []
    return [each for module in modules(__name__) for each in module.passes(sources)]


class Plan(NamedTuple):
    """How some columns of a match block are filled: by passes, each with its places, and one by one."""

    passes: list[tuple[Pass, Places]]
    alone: list[Placed]

    def fill(self, match: Match, columns: Column) -> None:
        """Fill in the columns float32 (n_match, m) that this plan is for."""
        self.fill_passes(match, columns)
        self.fill_alone(match, columns)

    def fill_passes(self, match: Match, columns: Column) -> None:
        """Fill in what passes fill; the candidates may be of several touchpoints."""
        for each, places in self.passes:
            each.fill(match, places, columns)

    def fill_alone(self, match: Match, columns: Column) -> None:
        """Fill in what features compute one by one, for the candidates of one touchpoint."""
        for place, compute in self.alone:
            columns[place] = compute(match)


class Plans(NamedTuple):
    """How a match block is filled: what differs by touchpoint, and what is the same on all of them."""

    here: Plan
    everywhere: Plan


def plans(features: FeatureSet) -> Plans:
    """Return how the match block of these features is filled; made once for a set of features."""
    found = features.kept.get("plans")
    if found is None:
        parts = features.by_touchpoint[1], features.for_all_touchpoints[1]
        found = features.kept["plans"] = Plans(*(_plan(features, read) for read in parts))
    return found


def _plan(features: FeatureSet, read: list[Placed]) -> Plan:
    wanted = {place for place, _ in read}
    names = [each.name if place in wanted else "" for place, each in enumerate(features.of_theme("match"))]
    placed = [(each, each.places(names)) for each in passes(features.sources)]
    used = [(each, places) for each, places in placed if (places >= 0).any()]
    filled = {place for _, places in used for place in places.tolist()}
    return Plan(used, [(place, compute) for place, compute in read if place not in filled])
