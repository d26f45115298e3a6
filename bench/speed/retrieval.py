"""Retrieval beside implicit.recommend, on factors that implicit fits to real interactions."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench.paired import paired
from bench.speed.row import Row
from bench.speed.stage import Stage
from slotwise.retrieval.inner_product import InnerProductIndex
from slotwise.retrieval.lists import make_lists

K = 200
RECALL = 0.98
PERSONS = 100


def measure(stage: Stage) -> list[Row]:
    """A row a data set; none where the data is not there."""
    data = Path(os.environ.get("SLOTWISE_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
    return [_row(name, *read(data), stage.size.rounds) for name, read in _SETS.items() if _there(data, name)]


def _there(data: Path, name: str) -> bool:
    return (data / name.split()[0]).is_dir()


def _row(name: str, persons: np.ndarray, products: np.ndarray, rounds: int) -> Row:
    from implicit.cpu.als import AlternatingLeastSquares
    from scipy.sparse import csr_matrix

    matrix = csr_matrix((np.ones(len(persons), np.float32), (persons, products)))
    matrix.sum_duplicates()
    als = AlternatingLeastSquares(
        factors=64, regularization=0.05, alpha=10, iterations=8, num_threads=1, random_state=1
    )
    als.fit(matrix, show_progress=False)
    vectors, seen = np.asarray(als.item_factors), np.diff(matrix.indptr)
    asked = np.random.default_rng(0).choice(np.flatnonzero(seen >= min(5, seen.max())), PERSONS)
    index, allowed = InnerProductIndex(vectors, make_lists(vectors)), np.ones(len(vectors), np.bool_)
    recall = np.mean(
        [_recall(vectors, als.user_factors[each], index.best(als.user_factors[each], K)) for each in asked]
    )
    pair = paired(
        lambda call: index.best(als.user_factors[asked[call]], K, allowed),
        lambda call: als.recommend(asked[call], matrix[asked[call]], N=K, filter_already_liked_items=False),
        2 * rounds,
        PERSONS,
    )
    detail = f"{len(vectors):,} products, recall@{K} {recall:.3f}, {pair.first_us:.0f} to {pair.second_us:.0f} us"
    if recall < RECALL:
        return Row(f"retrieval, {name}", float("inf"), "x", "<=", 0.7, f"{detail}: recall below {RECALL}")
    return Row(f"retrieval to implicit.recommend, {name}", pair.ratio, "x", "<=", 0.7, detail)


def _recall(vectors: np.ndarray, query: np.ndarray, found: np.ndarray) -> float:
    best = np.argsort(-(vectors @ query), kind="stable")[:K]
    return len(set(found.tolist()) & set(best.tolist())) / len(best)


def _columns(path: Path, *names: str) -> tuple[np.ndarray, np.ndarray]:
    """Codes of persons (the first column) and of products (the other columns together)."""
    from pyarrow import parquet

    table = parquet.read_table(path, columns=list(names))
    person, *rest = (np.asarray(table[name].to_numpy(zero_copy_only=False)).astype(str) for name in names)
    product = rest[0]
    for each in rest[1:]:
        product = np.char.add(np.char.add(product, "@"), each)
    return np.unique(person, return_inverse=True)[1], np.unique(product, return_inverse=True)[1]


_SETS: dict[str, Callable[[Path], Any]] = {
    "movielens_small": lambda data: _columns(data / "movielens_small" / "ratings.parquet", "person", "product"),
    "globo": lambda data: _columns(data / "globo" / "developer_sample.parquet", "person", "product"),
    "complete_journey": lambda data: _columns(
        data / "complete_journey" / "transactions_sample.parquet", "person", "product"
    ),
    # The set has no catalogue above 25,000: an article in the edition of each region counts as one of its own.
    "globo by region": lambda data: _columns(
        data / "globo" / "developer_sample.parquet", "person", "product", "region"
    ),
}
