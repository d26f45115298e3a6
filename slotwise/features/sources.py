"""Match features from the candidate generators: each source's score and rank, and how far they agree."""

from functools import partial

import numpy as np

from slotwise import kernels
from slotwise.features import Column, Feature, Match, Schema, family, feature


@feature("match", "sources", direction=1)
def sources_found(match: Match) -> Column:
    """How many sources retrieved the candidate."""
    return _agreement(match)["found"]


@feature("match", "rank", direction=-1)
def best_rank(match: Match) -> Column:
    """The candidate's best rank in any source, 1 = best."""
    return _agreement(match)["best"]


@feature("match", "sum of 1 / (10 + rank)", direction=1)
def fused_rank(match: Match) -> Column:
    """Reciprocal rank fusion over the sources (Cormack et al. 2009)."""
    return _agreement(match)["fused"]


FUSION = 10.0
"""Constant of the reciprocal rank fusion."""


def _agreement(match: Match) -> dict[str, Column]:
    return match.keep("agreement", lambda: _agree(match))


def _agree(match: Match) -> dict[str, Column]:
    table = np.empty((3, len(match.products)), np.float32)
    kernels.load("slotwise.kernels.beside").agreement(np.ascontiguousarray(match.pool.ranked), FUSION, table)
    return dict(zip(("found", "best", "fused"), table, strict=True))


def _score(match: Match, source: str) -> Column:
    return match.pool.scores[source]


def _rank(match: Match, source: str) -> Column:
    return match.pool.ranks[source]


@family
def source_features(schema: Schema) -> list[Feature]:
    """Make a score and a rank feature for every source."""
    found = []
    for source in schema.sources:
        score, rank = partial(_score, source=source), partial(_rank, source=source)
        found.append(
            Feature(f"{source}_score", "match", "score", f"Score of the candidate by {source}.", score, direction=1)
        )
        found.append(
            Feature(f"{source}_rank", "match", "rank", f"Rank among those retrieved by {source}.", rank, direction=-1)
        )
    return found
