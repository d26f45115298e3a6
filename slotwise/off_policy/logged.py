"""Logged: the placements of a log as columns, and what another policy says of each of them."""

from dataclasses import dataclass, fields
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from slotwise.errors import EvaluationError

Floats = NDArray[np.float64]
Places = NDArray[np.intp] | NDArray[np.bool_]
Table = TypeVar("Table", bound=Any)


@dataclass(frozen=True)
class Logged:
    """n placements, those of one slate together, by slot; in the words of Open Bandit Pipeline: slate_id = decision.

    decision int64 (n,), never falling: the slate (a decision at a touchpoint); person int64 (n,), below 0 where
    unknown: then every slate is a person of its own; slot int64 (n,) from 1; reward float64 (n,);
    propensity float64 (n,) in (0, 1]: probability of this content in this slot, whatever stands before it (None where
    it is not known); prefix float64 (n,) in (0, 1]: probability of the whole slate up to and with this slot.
    """

    decision: NDArray[np.int64]
    person: NDArray[np.int64]
    slot: NDArray[np.int64]
    reward: Floats
    propensity: Floats | None
    prefix: Floats

    def __post_init__(self) -> None:
        """Raise EvaluationError for columns that no log can have."""
        _check("rewards", self.reward, np.isfinite(self.reward), "finite numbers")
        for name, column in (("propensities", self.propensity), ("prefix propensities", self.prefix)):
            if column is not None:
                _check(name, column, (column > 0) & (column <= 1 + 1e-6), "above 0 and at most 1, for what was shown")
        _check("slates", self.decision, np.r_[True, np.diff(self.decision) >= 0][: len(self)], "placements by slate")

    def __len__(self) -> int:
        return len(self.reward)

    @property
    def decisions(self) -> int:
        """Number of slates."""
        return int(np.count_nonzero(np.diff(self.decision)) + 1) if len(self) else 0

    @property
    def clusters(self) -> NDArray[np.int64]:
        """int64 (n,): persons as running numbers; who is unknown is somebody else in every slate."""
        own = np.where(self.person < 0, self.person.max(initial=0) + 1 + self.decision, self.person)
        return np.unique(own, return_inverse=True)[1].astype(np.int64)

    def take(self, chosen: Places) -> Self:
        """Return the chosen placements, in the order given."""
        return _taken(self, chosen)


@dataclass(frozen=True)
class Target:
    """What another policy says of the same n placements; None where it cannot be known.

    propensity, prefix float64 (n,) as in `Logged`, 0 where it would never show this. predicted float64 (n,): reward
    that a model expects of the placement. expected float64 (n,): the mean of these predictions over what the policy
    would show in the slot, whatever stands before; following float64 (n,): the same after what was shown before.
    The model must not have seen the person. rare float64 (n,): probability that the policy gives to contents which the
    log shows in this slot with less than `checks.RARE`.
    """

    propensity: Floats | None
    prefix: Floats
    predicted: Floats | None = None
    expected: Floats | None = None
    following: Floats | None = None
    rare: Floats | None = None

    def take(self, chosen: Places) -> Self:
        """Return the chosen placements, in the order given."""
        return _taken(self, chosen)


def _taken(table: Table, chosen: Places) -> Table:
    columns = {each.name: getattr(table, each.name) for each in fields(table)}
    taken: Table = type(table)(**{name: None if each is None else each[chosen] for name, each in columns.items()})
    return taken


def _check(what: str, column: NDArray[np.generic], good: NDArray[np.bool_], expected: str) -> None:
    if not good.all():
        bad = int(np.flatnonzero(~good)[0])
        raise EvaluationError(f"{what} of a log are not usable", expected=expected, given=f"{column[bad]} in row {bad}")
