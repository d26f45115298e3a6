"""The pass over the candidate generators' scores and ranks."""

import numpy as np

from slotwise.features import Column, Match, Schema
from slotwise.features.sources import FUSION
from slotwise.kernels import agreement_numba
from slotwise.passes import Pass, Places


def fill(match: Match, places: Places, block: Column) -> None:
    """Fill in what the sources agree on, their scores and their ranks."""
    # A part of a pool lies in rows of the whole.
    scores, ranks = np.ascontiguousarray(match.pool.scored), np.ascontiguousarray(match.pool.ranked)
    agreement_numba.agreement(scores, ranks, FUSION, places, block)


def passes(schema: Schema) -> list[Pass]:
    """Return the pass of an installation's sources."""
    scores, ranks = (f"{each}_score" for each in schema.sources), (f"{each}_rank" for each in schema.sources)
    return [Pass(("sources_found", "best_rank", "fused_rank", *scores, *ranks), fill)]
