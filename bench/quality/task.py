"""What a model is given: the past to learn from, and the questions to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from scipy import sparse

from bench.quality.log import Log
from bench.quality.ragged import Ragged, from_groups

Repeats = Literal["never", "not in session", "allowed"]


@dataclass(frozen=True)
class Train:
    """The past: `log` up to the moment, the catalogue, and the persons' attributes where the set has them.

    `products` has product_id, title, text, category, published_at (int64 ms UTC, nullable) and attribute.<name>
    columns; its row numbers are the product codes. It lists the id space of the whole set: a product without an
    event in the log and without a published_at before the moment must not be assumed to exist yet (`exists`).
    `unit` says what one row of an interaction matrix is: a person, or a session where sessions are short visits.
    """

    log: Log
    products: pl.DataFrame
    persons: pl.DataFrame | None
    unit: Literal["person", "session"]

    @property
    def n_products(self) -> int:
        return len(self.products)

    @property
    def now(self) -> int:
        """Time of the last event of the past, ms UTC."""
        return int(self.log.time.max())

    @property
    def exists(self) -> np.ndarray:
        """Whether each product is known by the moment: met in the log, or published; (n_products,) bool."""
        published = (self.products["published_at"] <= self.now).fill_null(False).to_numpy()
        return (self.popularity() > 0) | published

    def matrix(self) -> sparse.csr_matrix:
        """How often each unit met each product, (n_units, n_products) float32."""
        keys = self.log.person if self.unit == "person" else self.log.session
        _, rows = np.unique(keys, return_inverse=True)
        return from_groups(rows, self.log.product, int(rows.max()) + 1).matrix(self.n_products)

    def popularity(self) -> np.ndarray:
        """Events of each product, (n_products,) float64."""
        return np.bincount(self.log.product, minlength=self.n_products).astype(float)


@dataclass(frozen=True)
class Queries:
    """Questions "what next?", asked at a time by a person with a history.

    person_id (n,) str, person (n,) int32 codes of the log, time (n,) int64 ms UTC; `history` the products met so
    far, oldest first, with `history_time` (ms UTC) at the same offsets; `session` the products of the running
    session (empty where a query opens a new one); `session_id` (n,) str, empty when unknown; `context` one row a
    query with context.<name> columns. `repeats` says which products cannot be the answer: "never" those of the
    history, "not in session" those of the session, "allowed" none.
    """

    person_id: np.ndarray
    person: np.ndarray
    time: np.ndarray
    history: Ragged
    history_time: Ragged
    session: Ragged
    session_id: np.ndarray
    context: pl.DataFrame
    repeats: Repeats
    unit: Literal["person", "session"]

    def __len__(self) -> int:
        return len(self.time)

    @property
    def excluded(self) -> Ragged:
        """The products that cannot be the answer, a row a query."""
        if self.repeats == "allowed":
            return Ragged(np.empty(0, np.int32), np.zeros(len(self) + 1, np.int64))
        return self.history if self.repeats == "never" else self.session

    def rows(self) -> Ragged:
        """The history in the unit of `Train.matrix`: the person's products or the session's."""
        return self.history if self.unit == "person" else self.session

    def slice(self, start: int, stop: int) -> Queries:
        """Queries start to stop."""
        return Queries(
            self.person_id[start:stop],
            self.person[start:stop],
            self.time[start:stop],
            self.history.slice(start, stop),
            self.history_time.slice(start, stop),
            self.session.slice(start, stop),
            self.session_id[start:stop],
            self.context[start:stop],
            self.repeats,
            self.unit,
        )


@dataclass(frozen=True)
class Task:
    """One fit and its questions.

    `targets` row i holds the products that answered query i. Where the world goes on while questions are asked,
    `stream` holds the events after the past in time order, and query i may see its first `seen[i]` events.
    """

    train: Train
    queries: Queries
    targets: Ragged
    stream: Log | None = None
    seen: np.ndarray | None = None


@dataclass(frozen=True)
class Round:
    """Tasks on which a model's parameters are chosen, and the tasks it is then judged on."""

    validation: Sequence[Task]
    test: Sequence[Task]
