"""What the tests of features share: every feature by name for a person, a moment and some candidates."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from slotwise import person
from slotwise.events import Event
from slotwise.gather import Pool, gather
from slotwise.live import Live
from slotwise.matrices import Matrices
from slotwise.model import Model
from slotwise.moment import Moment
from tests.worlds import make_moment


@dataclass
class Reading:
    """All columns float32 (m, n_features) of a pool at a touchpoint, read by name."""

    model: Model
    moment: Moment
    live: Live
    pool: Pool
    touchpoint: str = ""

    def __post_init__(self) -> None:
        matrices = Matrices(self.model.features, self.model.facets, self.moment, self.live, self.pool)
        self.matrix = matrices.full(self.touchpoint)

    def __getitem__(self, name: str) -> np.ndarray:
        return self.matrix[:, self.model.features.names.index(name)]

    def one(self, name: str) -> float:
        """The value of a feature of person or scene: the same in every row."""
        column = self[name]
        assert np.array_equal(column, np.repeat(column[:1], len(column)), equal_nan=True)
        return float(column[0])


@pytest.fixture
def read(checkerboard) -> Callable[..., Reading]:
    """Reads all features for events (milliseconds before now, type, product), for candidates p0 ... p<n>."""

    def reading(
        *events: tuple[int, str, str], products: int = 10, touchpoint: str = "", live: Live | None = None, **facts
    ):
        past = [
            Event(f"e{place}", checkerboard.as_of - ago, "p", kind, product_id=product, content_id=f"{product}.tile")
            for place, (ago, kind, product) in enumerate(events)
        ]
        moment = make_moment(checkerboard, person.fold(person.empty("p"), past), **facts)
        live = live or checkerboard.live(checkerboard.counts, checkerboard.trail, checkerboard.as_of)
        everything = np.arange(len(checkerboard.catalog.products), dtype=np.int32)
        pool, notes = gather(checkerboard.generators, moment, live, 100, None, everything)
        assert notes == []
        tiles = np.flatnonzero((pool.contents % 2 == 1) & (pool.products < products))
        pool = pool.take(tiles[np.argsort(pool.products[tiles])])
        return Reading(checkerboard, moment, live, pool, touchpoint)

    return reading
