"""Features from what the configuration says of a person: tags, points, stage, tier and growth stage.

They are missing where nothing was said. Stage, tier and growth stage are codes of their names, so that a document may
list its phases in another order, or have new ones, and those that were learned keep their codes.
"""

from zlib import crc32

import numpy as np

from slotwise.features import Column, Match, Request, feature

_CODES = 251
"""A prime above the number of phases that anybody has: names rarely share a code."""
ABOUT: dict[str, tuple[str, ...]] = {
    "tags_about": (),
    "left_about": ("left",),
    "returned_about": ("returned",),
    "finished_about": ("finished",),
}
"""Features that count the tags about a candidate, with the classes of behaviour that each counts, () for all."""


@feature("person", "tags")
def tags_held(request: Request) -> float:
    """How many live tags the person holds."""
    standing = request.moment.standing
    return np.nan if standing is None else float(len(standing.tags))


@feature("person", "points")
def life_points(request: Request) -> float:
    """Points for recency, frequency and money together."""
    standing = request.moment.standing
    points = None if standing is None else standing.fact("state.points")
    return np.nan if points is None else float(points)


@feature("person", "code", categorical=True)
def life_stage(request: Request) -> float:
    """Stage of the life cycle."""
    return _code(request, "state.stage")


@feature("person", "code", categorical=True)
def life_tier(request: Request) -> float:
    """Tier by recency, frequency and money."""
    return _code(request, "state.tier")


@feature("match", "tags")
def tags_about(match: Match) -> Column:
    """How many of the tags that the person holds are about the candidate's business."""
    return _about(match, ABOUT["tags_about"])


@feature("match", "tags")
def left_about(match: Match) -> Column:
    """How many of the tags held for a process left midway are about the candidate's business."""
    return _about(match, ABOUT["left_about"])


@feature("match", "tags")
def returned_about(match: Match) -> Column:
    """How many of the tags held for coming back or searching are about the candidate's business."""
    return _about(match, ABOUT["returned_about"])


@feature("match", "tags")
def finished_about(match: Match) -> Column:
    """How many of the tags held for something bought are about the candidate's business."""
    return _about(match, ABOUT["finished_about"])


def _about(match: Match, behaviours: tuple[str, ...]) -> Column:
    standing = match.moment.standing
    if standing is None:
        return np.full(len(match.products), np.nan, np.float32)
    return standing.about(match.products, behaviours).astype(np.float32)


def _code(request: Request, name: str) -> float:
    standing = request.moment.standing
    phase = None if standing is None else standing.fact(name)
    return np.nan if phase is None else float(crc32(phase.encode()) % _CODES)
