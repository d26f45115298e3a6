"""Ranking examples: what fits is taken as it is, what does not is named."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.errors import RankingExamplesError
from slotwise.rankers.examples import RankingExamples

SOUND = RankingExamples(
    matrix=np.full((3, 2), np.nan, dtype=np.float32),
    labels=np.array([0, 4, 0], dtype=np.int32),
    groups=np.array([2, 1], dtype=np.int32),
    feature_names=("price", "类别"),
    positions=np.array([1, 2, 1], dtype=np.int16),
    weights=np.array([1.0, 0.0, 2.0], dtype=np.float32),
    categorical=(1,),
)


@pytest.mark.parametrize(
    "wrong",
    [
        {"matrix": np.zeros((3, 2))},
        {"matrix": np.zeros((3, 3), dtype=np.float32)},
        {"labels": np.array([0, 5, 0], dtype=np.int32)},
        {"labels": np.array([0, -1, 0], dtype=np.int32)},
        {"labels": np.array([0.0, 1.0, 0.0])},
        {"labels": np.array([0, 1], dtype=np.int32)},
        {"groups": np.array([2, 2], dtype=np.int32)},
        {"groups": np.array([3, 0], dtype=np.int32)},
        {"groups": np.array([4, -1], dtype=np.int32)},
        {"feature_names": ("price", "price")},
        {"feature_names": ("price", "a b")},
        {"feature_names": ("price", 'a"b')},
        {"feature_names": ("price", "")},
        {"categorical": (2,)},
        {"positions": np.array([0, 1, 2], dtype=np.int16)},
        {"positions": np.array([1, 2, 3], dtype=np.int64)},
        {"weights": np.array([1.0, -1.0, 1.0], dtype=np.float32)},
        {"weights": np.array([1.0, np.nan, 1.0], dtype=np.float32)},
    ],
)
def test_what_does_not_fit_is_named(wrong: dict[str, object]) -> None:
    """Wrong lengths, types, ranges and names are refused before any library sees them."""
    with pytest.raises(RankingExamplesError):
        replace(SOUND, **wrong)


def test_lists_longer_than_lightgbm_takes_are_refused() -> None:
    """Ten thousand candidates in one list are the most; one more is an error and no abort of the process."""
    rows = 10_001
    parts = {"matrix": np.zeros((rows, 2), np.float32), "labels": np.zeros(rows, np.int32)}
    with pytest.raises(RankingExamplesError):
        replace(SOUND, **parts, groups=np.array([rows], np.int32), positions=None, weights=None)
