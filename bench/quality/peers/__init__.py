"""Peers, one a file: what others would use, tuned over a small stated grid and run on the same tasks.

A peer's module holds one or more `Peer` classes, each known by its `name`. `sets` names the protocols it takes part
in and `grid(set)` the parameters tried there; each entry of the grid is passed to the constructor.
"""

from __future__ import annotations

import importlib
import itertools
import pkgutil
from abc import ABC, abstractmethod
from typing import Any, ClassVar

import numpy as np
import polars as pl

from bench.quality.task import Queries, Train

RANKED = ("movielens_time", "movielens_strong", "globo_next", "basket")
OFFERED = ("coupon", "coupon_unseen")
SEED = 7


class Peer(ABC):
    """A model of ranked products. One that follows a stream also has `observe(log: Log) -> None`."""

    name: ClassVar[str]
    sets: ClassVar[tuple[str, ...]]
    reference: ClassVar[str] = ""  # why this one is printed but is no peer to beat; empty for a peer

    def __init__(self, **parameters: Any) -> None:
        self.parameters = parameters

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        """The parameters tried on this set; the best on validation is used."""
        return [{}]

    @abstractmethod
    def fit(self, train: Train) -> None:
        """Learn from the past."""

    @abstractmethod
    def rank(self, queries: Queries, k: int) -> np.ndarray:
        """Rows of the products frame, best first, -1 where there are fewer: (n_queries, k) int32."""


class OfferPeer(ABC):
    """A model of single offers: how likely is it that this person accepts this product in this scene."""

    name: ClassVar[str]
    sets: ClassVar[tuple[str, ...]] = OFFERED
    reference: ClassVar[str] = ""

    def __init__(self, **parameters: Any) -> None:
        self.parameters = parameters

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        """The parameters tried on this set; the best on validation is used."""
        return [{}]

    @abstractmethod
    def fit(self, rows: pl.DataFrame) -> None:
        """Learn from offers with their outcome: product_id, context.*, attribute.* and accepted (0 or 1)."""

    @abstractmethod
    def score(self, rows: pl.DataFrame) -> np.ndarray:
        """A score that rises with the chance of acceptance, for rows without `accepted`: (n_rows,) float."""


def product_of(**values: list[Any]) -> list[dict[str, Any]]:
    """Every combination of the values, as a grid."""
    return [dict(zip(values, chosen, strict=True)) for chosen in itertools.product(*values.values())]


def all_peers(set_name: str) -> list[type]:
    """The peers that take part in this set, by name. Importing them needs none of the libraries they compare with."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__ and set_name in getattr(value, "sets", ())
    }
    return sorted(found, key=lambda peer: peer.name)
