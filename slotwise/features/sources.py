"""Match features from the candidate generators: each source's score and rank, and how far they agree."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from slotwise.features import Column, Feature, Match, Schema, family, feature


@feature("match", "sources", direction=1)
def sources_found(match: Match) -> Column:
    """How many sources retrieved the candidate."""
    found: Column = (~np.isnan(_ranks(match))).sum(axis=0, dtype=np.float32)
    return found


@feature("match", "rank", direction=-1)
def best_rank(match: Match) -> Column:
    """The candidate's best rank in any source, 1 = best."""
    return np.asarray(np.fmin.reduce(_ranks(match)), dtype=np.float32)


@feature("match", "sum of 1 / (10 + rank)", direction=1)
def fused_rank(match: Match) -> Column:
    """Reciprocal rank fusion over the sources (Cormack et al. 2009)."""
    votes = 1 / (10 + _ranks(match))
    fused: Column = np.where(np.isnan(votes), np.float32(0), votes).sum(axis=0, dtype=np.float32)
    return fused


def _ranks(match: Match) -> NDArray[np.float32]:
    """float32 (n_sources, m): all ranks in one table; a row of nobody's ranks where there is no source at all."""
    nobody = np.full((1, len(match.products)), np.nan, np.float32)
    return match.keep("ranks", lambda: np.stack(list(match.ranks.values())) if match.ranks else nobody)


def _score(match: Match, source: str) -> Column:
    return match.scores[source]


def _rank(match: Match, source: str) -> Column:
    return match.ranks[source]


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
