"""The options of the LambdaMART ranker; they travel as JSON through runs, searches and manifests."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from typing import Any, Literal, Self

from slotwise.errors import ConfigError
from slotwise.rankers.compile import MAX_LEAVES
from slotwise.rankers.examples import MAX_LABEL


@dataclass(frozen=True)
class LambdaMartConfig:
    """Raises ConfigError for a value outside its range."""

    objective: Literal["lambdarank", "binary"] = "lambdarank"
    """lambdarank orders each list; binary learns the probability of any label above 0, with lists of any length."""
    trees: int = 120
    """Boosting rounds; serving time grows in proportion."""
    leaves: int = 31
    """Leaves of a tree, 2 to 32: a set of leaves must fit into one 32-bit word."""
    learning_rate: float = 0.08
    """Share of each tree's answer that is added, above 0 to 1."""
    min_data_in_leaf: int = 50
    """Fewest rows in a leaf."""
    feature_fraction: float = 0.8
    """Share of the features that each tree may look at, above 0 to 1."""
    bagging_fraction: float = 1.0
    """Share of the rows that each tree is grown on, above 0 to 1."""
    lambda_l2: float = 5.0
    """L2 penalty on leaf values."""
    one_hot: int = 4
    """Categorical features with up to so many values are split one value against all others."""
    truncation_level: int = 30
    """lambdarank: pairs count when one of them stands in this many first places; somewhat above the slots shown."""
    label_gains: tuple[float, ...] = (0.0, 1.0, 3.0, 7.0, 15.0)
    """lambdarank and NDCG: gain of the labels 0 to 4."""
    early_stopping_rounds: int = 0
    """Stop after this many rounds without a better validation metric; 0 never stops early."""
    ndcg_at: int = 10
    """Places of the list that the validation NDCG looks at."""
    position_bias_regularization: float = 0.01
    """Pulls the position biases to none; used only where positions are logged."""
    directed: bool = False
    """Use only features with a known direction, each in that direction: steadies a ranker that sees few clicks."""
    lines: tuple[str, ...] = ()
    """binary: features whose effect is fitted as a straight line before the trees (lines.py)."""
    log_lines: tuple[str, ...] = ()
    """The same over the log of 1 + the feature: for counts that weary."""
    seed: int = 0
    """Decides which features each tree may look at."""

    def __post_init__(self) -> None:
        for name, (low, high) in _WHOLE.items():
            _check_number(name, getattr(self, name), True, low, high)
        for name, (low, high) in _REAL.items():
            _check_number(name, getattr(self, name), False, low, high)
        for name in ("lines", "log_lines"):
            given = getattr(self, name)
            if isinstance(given, str) or not all(isinstance(each, str) for each in given):
                raise ConfigError(f"{name} must be a list of features", given=given)
            object.__setattr__(self, name, tuple(given))
        if self.objective not in ("lambdarank", "binary"):
            raise ConfigError("unknown objective", expected="lambdarank or binary", given=self.objective)
        gains = tuple(float(gain) for gain in self.label_gains)
        if len(gains) != MAX_LABEL + 1 or gains[0] < 0 or any(b < a for a, b in pairwise(gains)):
            raise ConfigError("label_gains must be 5 numbers that do not fall", given=self.label_gains)
        object.__setattr__(self, "label_gains", gains)  # a list, as JSON gives it, becomes the tuple it was

    def to_dict(self) -> dict[str, Any]:
        """Values that JSON can write."""
        return {**asdict(self), **{name: list(getattr(self, name)) for name in _LISTS}}

    @classmethod
    def from_dict(cls, options: Mapping[str, Any]) -> Self:
        """The inverse of to_dict; options left out keep their defaults, unknown ones raise ConfigError."""
        unknown = sorted(set(options) - {field.name for field in fields(cls)})
        if unknown:
            raise ConfigError("lambdamart has no such option", expected=[f.name for f in fields(cls)], given=unknown)
        return cls(**options)


def _check_number(name: str, value: object, whole: bool, low: float, high: float) -> None:
    number = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    if not number or not low <= value <= high:  # type: ignore[operator]
        expected = f"a {'whole ' if whole else ''}number from {low} to {high}"
        raise ConfigError(f"{name} is out of range", expected=expected, given=value)


_LISTS = ("label_gains", "lines", "log_lines")
_WHOLE: dict[str, tuple[float, float]] = {
    "trees": (1, 10_000),
    "leaves": (2, MAX_LEAVES),
    "min_data_in_leaf": (1, 1_000_000),
    "truncation_level": (1, 10_000),
    "early_stopping_rounds": (0, 10_000),
    "ndcg_at": (1, 10_000),
    "one_hot": (1, 10_000),
    "seed": (0, 2**31 - 1),
}
_REAL: dict[str, tuple[float, float]] = {
    "learning_rate": (1e-6, 1.0),
    "feature_fraction": (1e-6, 1.0),
    "bagging_fraction": (1e-6, 1.0),
    "lambda_l2": (0.0, 1e9),
    "position_bias_regularization": (0.0, 1e9),
}
