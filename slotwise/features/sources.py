"""Match features from the candidate generators: each source's score and rank, and how far they agree."""

from functools import partial

import numpy as np

from slotwise.features import Column, Feature, Match, Schema, family, feature


@feature("match", "sources")
def sources_found(match: Match) -> Column:
    """How many sources retrieved the candidate."""
    found = np.zeros(len(match.products), np.float32)
    for ranks in match.ranks.values():
        found += ~np.isnan(ranks)
    return found


@feature("match", "rank")
def best_rank(match: Match) -> Column:
    """The candidate's best rank in any source, 1 = best."""
    best = np.full(len(match.products), np.nan, np.float32)
    for ranks in match.ranks.values():
        np.fmin(best, ranks, out=best)
    return best


@feature("match", "sum of 1 / (10 + rank)")
def fused_rank(match: Match) -> Column:
    """Reciprocal rank fusion over the sources (Cormack et al. 2009)."""
    fused = np.zeros(len(match.products), np.float32)
    for ranks in match.ranks.values():
        fused += np.where(np.isnan(ranks), np.float32(0), 1 / (10 + ranks))
    return fused


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
        found.append(Feature(f"{source}_score", "match", "score", f"Score of the candidate by {source}.", score))
        found.append(Feature(f"{source}_rank", "match", "rank", f"Rank among those retrieved by {source}.", rank))
    return found
