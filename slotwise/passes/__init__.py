"""Passes: one compiled pass over a request's candidates fills the columns of many features at once.

A feature is a function of its room, and that is what it means: a pass only gives the same bits for several of them
with one call, where numba's machine code is at hand. What no pass fills is computed by its function. So a new feature
needs nothing here, and without numba there are no passes. A file in this room is found by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slotwise import kernels
from slotwise.discovery import modules
from slotwise.facets import TOUCHPOINT
from slotwise.features import Column, Feature, FeatureSet, Match, Placed, Request, Schema

Places = NDArray[np.int64]
"""int64, one per feature of a pass: its column in the block, -1 where nobody reads it."""


@dataclass(frozen=True)
class Pass:
    """Features that are filled at once: their names in the order of the kernel, and what fills them.

    `fill` takes what the features see, their places and a block of columns float32 (n_columns, m) of which it fills
    some, or the request's row float32 (n_columns,).
    """

    features: tuple[str, ...]
    fill: Callable[[Any, Places, Column], None]
    block: Literal["match", "request"] = "match"

    def places(self, names: Sequence[str]) -> Places:
        """Return where the features stand among the names of a block's columns."""
        known = {name: place for place, name in enumerate(names)}
        return np.array([known.get(name, -1) for name in self.features], np.int64)


def passes(schema: Schema) -> list[Pass]:
    """Return all passes of an installation; none without machine code."""
    if not kernels.compiled():
        return []
    return [each for module in modules(__name__) for each in module.passes(schema)]


class Plan(NamedTuple):
    """How some columns of a block are filled: by passes, each with its places, and one by one."""

    passes: list[tuple[Pass, Places]]
    alone: list[Placed]

    def fill(self, seen: Request | Match, columns: Column) -> None:
        """Fill in the columns that this plan is for, of a match block float32 (n_match, m) or of a request's row."""
        fill_passes(self.passes, seen, columns)
        self.fill_alone(seen, columns)

    def fill_alone(self, seen: Request | Match, columns: Column) -> None:
        """Fill in what features compute one by one, for the candidates of one touchpoint."""
        for place, compute in self.alone:
            columns[place] = compute(seen)


def fill_passes(passes: list[tuple[Pass, Places]], seen: Request | Match, columns: Column) -> None:
    """Fill in what passes fill; the candidates may be of several touchpoints."""
    for each, places in passes:
        each.fill(seen, places, columns)


class Plans(NamedTuple):
    """How a request's row and the match block are filled: what differs by touchpoint, and what is the same on all."""

    n_request: int
    n_match: int
    row: Plan
    block: Plan
    block_here: Plan
    whole: list[tuple[Pass, Places]]
    """The passes that fill what both of them do."""
    row_here: list[Placed]
    """What differs by touchpoint in a request's row, apart from the touchpoint itself."""
    touchpoint: int
    """Place of the touchpoint in a request's row, -1 where nobody reads it."""


def plans(features: FeatureSet) -> Plans:
    """Return how the blocks of these features are filled; made once for a set of features."""
    found = features.kept.get("plans")
    if found is None:
        found = features.kept["plans"] = _plans(features)
    return found


def _plans(features: FeatureSet) -> Plans:
    everywhere, here = features.for_all_touchpoints, features.by_touchpoint
    request, match = features.of_theme("person", "scene"), features.of_theme("match")
    touchpoint = next((place for place, _ in here[0] if request[place].name == _TOUCHPOINT), -1)
    return Plans(
        len(request),
        len(match),
        _plan(features, "request", request, everywhere[0]),
        _plan(features, "match", match, everywhere[1]),
        _plan(features, "match", match, here[1]),
        _plan(features, "match", match, everywhere[1] + here[1]).passes,
        [each for each in here[0] if each[0] != touchpoint],
        touchpoint,
    )


_TOUCHPOINT = f"facet.{TOUCHPOINT}"


def _plan(
    features: FeatureSet, block: Literal["match", "request"], columns: Sequence[Feature], read: list[Placed]
) -> Plan:
    wanted = {place for place, _ in read}
    names = [each.name if place in wanted else "" for place, each in enumerate(columns)]
    found = passes(features.schema) if features.schema else []
    placed = [(each, each.places(names)) for each in found if each.block == block]
    used = [(each, places) for each, places in placed if (places >= 0).any()]
    filled = {place for _, places in used for place in places.tolist()}
    return Plan(used, [(place, compute) for place, compute in read if place not in filled])
