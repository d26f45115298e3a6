"""The candidate sources of the generated world: arrays of the right shape and scale instead of fitted ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from slotwise.candidates import Arrays, Generator, generators
from slotwise.candidates.als import AlsOptions
from slotwise.catalog import Catalog
from slotwise.facets import Facets
from slotwise.retrieval.lists import make_lists
from slotwise.words import BUCKETS


@dataclass(frozen=True)
class Tastes:
    """Which group each product is of, int32 (n,), and how popular it is, float64 (n,) with sum 1."""

    group: np.ndarray
    share: np.ndarray
    groups: int
    members: tuple[np.ndarray, ...]
    seed: int

    @classmethod
    def of(cls, products: int, seed: int) -> Tastes:
        """About a hundred groups, Zipf's law over the products in a random order."""
        random, groups = np.random.default_rng(seed), min(100, max(2, products // 10))
        share = 1 / (random.permutation(products) + 10.0)
        group = random.integers(0, groups, products).astype(np.int32)
        members = tuple(np.flatnonzero(group == each) for each in range(groups))
        return cls(group, share / share.sum(), groups, members, seed)

    def draw(self, count: int, random: np.random.Generator) -> np.ndarray:
        """int32 (count,) products by popularity."""
        return random.choice(len(self.share), count, p=self.share).astype(np.int32)

    def draw_of(self, group: int, random: np.random.Generator) -> int:
        """One product of a group, the popular ones more often."""
        members = self.members[group] if len(self.members[group]) else np.arange(len(self.share))
        tried = random.choice(members, 4)
        return int(tried[np.argmax(self.share[tried])])

    def vectors(self, length: int, spread: float, stretch: float) -> np.ndarray:
        """float32 (n, length): a group's direction plus noise; longer for the popular by `stretch`."""
        random = np.random.default_rng(self.seed + length)
        centres = random.normal(size=(self.groups, length)).astype(np.float32)
        points = centres[self.group] + random.normal(scale=spread, size=(len(self.group), length)).astype(np.float32)
        points /= np.linalg.norm(points, axis=1, keepdims=True)
        return points * ((self.share * len(self.share)) ** stretch)[:, None].astype(np.float32)

    def neighbours(self, rows: np.ndarray, count: int) -> Arrays:
        """Sparse rows: for each of the products `rows`, `count` products of its group with falling weights."""
        random = np.random.default_rng(self.seed + count)
        start = np.zeros(len(self.group) + 1, np.int64)
        start[rows + 1] = count
        found = [self.members[group][random.integers(0, len(self.members[group]), count)] for group in self.group[rows]]
        weights = np.tile(1 / np.arange(1.0, count + 1), len(rows))
        products = np.sort(np.array(found), axis=1).ravel()
        return {
            "start": np.cumsum(start),
            "products": products.astype(np.int32),
            "weights": weights.astype(np.float32),
        }


def make_sources(
    names: tuple[str, ...], factors: int, tastes: Tastes, catalog: Catalog, facets: Facets
) -> dict[str, Generator]:
    """The generators of these names, restored from arrays as from a bundle."""
    kinds = generators()
    makers: dict[str, Callable[[], Arrays]] = {
        "als": lambda: als_arrays(tastes.vectors(factors, 0.8, 0.3)),
        "content": lambda: _content(tastes),
        "co_visits": lambda: tastes.neighbours(np.arange(len(tastes.group)), 50),
        "item_neighbors": lambda: tastes.neighbours(np.sort(np.argsort(-tastes.share)[:4000]), 300),
        "scene_match": lambda: {"columns": facets.columns("scene").astype(np.int64)},
    }
    options = {name: AlsOptions(factors=factors) if name == "als" else kinds[name].Options() for name in sorted(names)}
    return {name: kinds[name].restore(given, makers.get(name, dict)(), catalog) for name, given in options.items()}


def als_arrays(factors: np.ndarray) -> Arrays:
    """Product factors with what the fold-in needs beside them, P = Y (Y'Y + r I)^-1."""
    gram = factors.T.astype(np.float64) @ factors + AlsOptions.regularization * np.eye(factors.shape[1])
    solved = np.ascontiguousarray(np.linalg.solve(gram, factors.T).T, dtype=np.float32)
    return {"factors": factors, "solved": solved, **_lists(factors)}


def _lists(vectors: np.ndarray) -> Arrays:
    lists = make_lists(vectors)
    return lists.arrays() if lists else {}


def _content(tastes: Tastes) -> Arrays:
    vectors = tastes.vectors(48, 0.5, 0.0)
    return {
        "vectors": vectors,
        "rarity": np.ones(BUCKETS, np.float32),
        "projection": np.zeros((BUCKETS, 48), np.float32),
        **_lists(vectors),
    }
