"""Scores to ranked products: the k best, without the excluded ones and without repeats."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bench.quality.task import Queries

CHUNK = 512  # queries scored at once: 512 x 20,000 float32 scores are 41 MB


def top_k(scores: np.ndarray, k: int) -> np.ndarray:
    """Columns of the k highest finite scores of each row, best first, (n_rows, k) int32; -1 where there are fewer.

    Equal scores are ordered by column, so that a result does not depend on the library's sort.
    """
    k_there = min(k, scores.shape[1])
    part = np.argpartition(-scores, k_there - 1, axis=1)[:, :k_there]
    part.sort(axis=1)
    picked = np.take_along_axis(scores, part, axis=1)
    order = np.argsort(-picked, axis=1, kind="stable")
    best = np.take_along_axis(part, order, axis=1).astype(np.int32)
    best[~np.isfinite(np.take_along_axis(picked, order, axis=1))] = -1
    return np.pad(best, ((0, 0), (0, k - k_there)), constant_values=-1)


def rank_by(score: Callable[[Queries], np.ndarray], queries: Queries, k: int) -> np.ndarray:
    """Rank all products by `score` (queries -> (n, n_products) float), chunk by chunk: (n_queries, k) int32."""
    ranked = [np.empty((0, k), np.int32)]
    for start in range(0, len(queries), CHUNK):
        part = queries.slice(start, min(start + CHUNK, len(queries)))
        scores = score(part)
        scores[part.excluded.rows, part.excluded.values] = -np.inf
        ranked.append(top_k(scores, k))
    return np.concatenate(ranked)


def with_popularity(scores: np.ndarray, popularity: np.ndarray) -> np.ndarray:
    """Scores whose ties, and whose empty rows, are ordered by popularity (n_products,): float32, in place.

    The share given to popularity is too small to change the order of scores that differ by 1e-5 of a row's largest.
    """
    share = popularity / max(popularity.max(), 1.0)
    scale = np.abs(scores).max(axis=1, keepdims=True)
    scores += (np.where(scale > 0, scale, 1.0) * 1e-6).astype(np.float32) * share.astype(np.float32)
    return scores
