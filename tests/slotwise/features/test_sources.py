"""Match features from the candidate generators."""

import numpy as np


def test_scores_and_ranks_are_those_of_the_pool(read):
    """Each source's score and rank stand in their own columns."""
    reading = read((2, "view", "p2"), (1, "view", "p4"))
    for source in reading.model.generators:
        assert np.array_equal(reading[f"{source}_score"], reading.pool.scores[source])
        assert np.array_equal(reading[f"{source}_rank"], reading.pool.ranks[source], equal_nan=True)


def test_agreement_of_sources(read):
    """How many sources, the best rank and the fused rank, as the definitions say."""
    reading = read((2, "view", "p2"), (1, "view", "p4"), products=40)
    ranks = np.stack(list(reading.pool.ranks.values()))
    found = ~np.isnan(ranks)

    assert reading["sources_found"].tolist() == found.sum(axis=0).tolist()
    best = [min([rank for rank in column if rank == rank], default=np.nan) for column in ranks.T]
    assert np.array_equal(reading["best_rank"], np.array(best, np.float32), equal_nan=True)
    fused = [sum(1 / (10 + rank) for rank in column if rank == rank) for column in ranks.T]
    assert np.allclose(reading["fused_rank"], fused, rtol=1e-5)
