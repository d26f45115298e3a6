"""The options of LambdaMART: checked, and the same after a trip through JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise.errors import ConfigError
from slotwise.rankers.lambdamart_config import LambdaMartConfig


@given(trees=st.integers(1, 10_000), leaves=st.integers(2, 32), rate=st.floats(1e-6, 1), seed=st.integers(0, 2**31 - 1))
def test_json_keeps_the_options(trees: int, leaves: int, rate: float, seed: int) -> None:
    """to_dict, JSON and from_dict give an equal configuration."""
    config = LambdaMartConfig(objective="binary", trees=trees, leaves=leaves, learning_rate=rate, seed=seed)
    assert LambdaMartConfig.from_dict(json.loads(json.dumps(config.to_dict()))) == config


@pytest.mark.parametrize(
    "wrong",
    [
        {"leaves": 33}, {"leaves": 1}, {"trees": 0}, {"trees": 12.5}, {"learning_rate": 0.0}, {"learning_rate": "fast"},
        {"learning_rate": float("nan")}, {"feature_fraction": 1.1}, {"objective": "regression"}, {"seed": -1},
        {"label_gains": [0, 1]}, {"label_gains": [0, 2, 1, 3, 4]}, {"tree": 5},
    ],
)  # fmt: skip
def test_wrong_options_are_refused(wrong: dict[str, object]) -> None:
    """Values out of range, of another type and unknown names are errors that say what was expected."""
    with pytest.raises(ConfigError):
        LambdaMartConfig.from_dict(wrong)
