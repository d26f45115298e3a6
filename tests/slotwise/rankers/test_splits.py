"""A split's answers are constant between its edges, for every float32 there is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.rankers.splits import ZERO, Split

floats = st.floats(width=32, allow_nan=False)
numerical = st.builds(
    Split,
    feature=st.just(0),
    threshold=st.one_of(st.floats(allow_nan=False), floats, st.sampled_from([0.0, -0.0, 1e-35, -1e-35, 1e-40])),
    missing=st.sampled_from(["none", "zero", "nan"]),
    default_left=st.booleans(),
)
categorical = st.builds(
    Split, feature=st.just(0), categories=st.lists(st.integers(0, 200), unique=True).map(sorted).map(tuple)
)


def right(split: Split, value: float) -> bool:
    return bool(split.goes_right(np.array([value], dtype=np.float32))[0])


@given(split=st.one_of(numerical, categorical), value=st.one_of(floats, st.floats(-2, 210, width=32)))
def test_a_bin_answers_as_its_upper_edge(split: Split, value: float) -> None:
    """Any value goes where the first edge at or above it goes, and above the last edge where infinity goes."""
    edges = np.unique(split.edges())
    above = edges[edges >= np.float32(value)]
    assert right(split, value) == right(split, float(above[0]) if len(above) else np.inf)


@pytest.mark.parametrize(
    ("split", "lefts", "rights"),
    [
        (Split(0, 1.5), [1.5, -np.inf, np.nan], [1.6, np.inf]),
        (Split(0, -1.5), [-1.5], [np.nan, 0.0]),
        (Split(0, 1.5, "nan", default_left=False), [1.5, 0.0], [np.nan]),
        (Split(0, -1.5, "nan", default_left=True), [np.nan], [0.0]),
        (Split(0, -1.5, "zero", default_left=True), [np.nan, 0.0, float(ZERO)], [1e-34, -1.0]),
        (Split(0, categories=(0, 3)), [0.0, -0.5, 0.9, 3.0, 3.9], [1.0, -1.0, 4.0, np.nan, np.inf, -np.inf, 3e38]),
    ],
)
def test_known_answers(split: Split, lefts: list[float], rights: list[float]) -> None:
    """LightGBM's rules for NaN, zero, default directions and categories, written out."""
    assert [value for value in lefts if right(split, value)] == []
    assert [value for value in rights if not right(split, value)] == []
