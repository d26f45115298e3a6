"""Lists: vectors in the order in which they are searched, the long ones first, then those around each centre."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.retrieval.coarse import make_coarse

EXACT = 25_000
"""Most vectors that are searched one by one."""
_LONG = 0.1
"""Share of the vectors, the longest, that is searched one by one in a larger catalogue; at most `EXACT`."""
_SAMPLE = 60
"""Vectors per centre on which the centres are trained."""


@dataclass(frozen=True)
class Lists:
    """Long vectors first, then list after list, of which the last one ends at n.

    order: int32 (n,) codes; vectors: float32 (n, d) in this order; start: int64 (k + 1,); centres: float32 (k, d).
    levels, steps: the vectors in 8 bits, as in `Coarse`.
    """

    order: NDArray[np.int32]
    vectors: NDArray[np.float32]
    start: NDArray[np.int64]
    centres: NDArray[np.float32]
    levels: NDArray[np.int8]
    steps: NDArray[np.float32]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what a bundle keeps."""
        return {f"lists_{each.name}": getattr(self, each.name) for each in fields(self)}


def lists_of(arrays: Mapping[str, NDArray[Any]]) -> Lists | None:
    """Return the lists among the arrays of a bundle, or None."""
    named = {each.name: arrays.get(f"lists_{each.name}") for each in fields(Lists)}
    if named["vectors"] is not None and named["levels"] is None:
        # A bundle from before there were any.
        named.update(make_coarse(named["vectors"])._asdict())
    return None if any(each is None for each in named.values()) else Lists(**named)  # type: ignore[arg-type]


def make_lists(vectors: NDArray[np.float32], exact: int = EXACT) -> Lists | None:
    """Sort vectors float32 (n, d) into a long part and lists, always the same; None for at most `exact` vectors."""
    if len(vectors) <= exact:
        return None
    lengths = np.einsum("ij,ij->i", vectors, vectors)
    by_length = np.argsort(-lengths, kind="stable")
    long = min(int(_LONG * len(vectors)), EXACT)
    rest = np.sort(by_length[long:])
    points = np.ascontiguousarray(vectors[rest], dtype=np.float32)
    centres = _centres(points, max(1, int(np.sqrt(len(points)))))
    home = _nearest(points, centres)
    order = np.concatenate([np.sort(by_length[:long]), rest[np.argsort(home, kind="stable")]])
    start = long + np.searchsorted(np.sort(home), np.arange(len(centres) + 1))
    sorted_ = np.ascontiguousarray(vectors[order])
    return Lists(order.astype(np.int32), sorted_, start.astype(np.int64), centres, *make_coarse(sorted_))


def _centres(points: NDArray[np.float32], count: int, rounds: int = 8) -> NDArray[np.float32]:
    chance = np.random.Generator(np.random.Philox(key=count))
    sample = points[chance.permutation(len(points))[: count * _SAMPLE]]
    centres = sample[:count].copy()
    for _ in range(rounds):
        home = _nearest(sample, centres)
        sizes = np.bincount(home, minlength=count)
        sums = np.stack([np.bincount(home, weights=sample[:, d], minlength=count) for d in range(sample.shape[1])], 1)
        centres = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centres).astype(np.float32)
    return centres


def _nearest(points: NDArray[np.float32], centres: NDArray[np.float32]) -> NDArray[np.intp]:
    half = 0.5 * np.einsum("ij,ij->i", centres, centres)
    parts = np.array_split(points, max(1, len(points) // 20_000))
    return np.concatenate([np.argmax(part @ centres.T - half, axis=1) for part in parts])
