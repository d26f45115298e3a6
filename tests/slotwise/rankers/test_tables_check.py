"""The check of compiled tables: sound ones pass, each kind of damage is named."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.errors import RankerModelError
from slotwise.rankers.compile import Tables
from slotwise.rankers.tables_check import check_tables

SOUND = Tables(
    features=np.array([0, 2], dtype=np.int32),
    edges=np.array([3.0, 1.0, 2.0], dtype=np.float32),
    edge_start=np.array([0, 1, 3], dtype=np.int32),
    masks=np.zeros((7, 1), dtype=np.uint32),
    leaves=np.zeros((1, 32)),
)


def test_sound_tables_pass() -> None:
    """Edges need to rise within a feature only."""
    check_tables(SOUND, 3)


@pytest.mark.parametrize(
    "damage",
    [
        {"features": np.array([2, 0], dtype=np.int32)},
        {"features": np.array([0, 3], dtype=np.int32)},
        {"features": np.array([-1, 2], dtype=np.int32)},
        {"features": np.array([0, 2], dtype=np.int64)},
        {"edge_start": np.array([0, 2, 1], dtype=np.int32)},
        {"edge_start": np.array([1, 1, 3], dtype=np.int32)},
        {"edge_start": np.array([0, 0, 3], dtype=np.int32)},
        {"edges": np.array([3.0, 2.0, 1.0], dtype=np.float32)},
        {"edges": np.array([np.nan, 1.0, 2.0], dtype=np.float32)},
        {"masks": np.zeros((6, 1), dtype=np.uint32)},
        {"masks": np.zeros((1, 7), dtype=np.uint32).T[:, ::-1].repeat(2, axis=1)[:, ::2]},
        {"edges": np.frombuffer(b"." + np.array([3.0, 1.0, 2.0], dtype=np.float32).tobytes(), np.float32, 3, 1)},
        {"leaves": np.full((1, 32), np.inf)},
        {"leaves": np.zeros((1, 31))},
        {"leaves": np.zeros((0, 32)), "masks": np.zeros((7, 0), dtype=np.uint32)},
        {"leaves": np.float64(0.0)},
    ],
)
def test_damage_is_named(damage: dict[str, np.ndarray]) -> None:
    """Whatever could send a kernel outside its tables is refused."""
    with pytest.raises(RankerModelError):
        check_tables(replace(SOUND, **damage), 3)
