"""Judged: one contender's metrics case by case, kept with the run so that two models can be paired later."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.errors import EvaluationError
from training.answers import Answers
from training.bootstrap import Interval, Persons
from training.cases import Cases
from training.metrics import Metric

FILE = "judged.npz"


@dataclass(frozen=True)
class Judged:
    """Terms of the metrics: above, below float64 (n, m); person int32 (n,); touchpoint str (n,); the cases' digest."""

    names: tuple[str, ...]
    above: NDArray[np.float64]
    below: NDArray[np.float64]
    person: NDArray[np.int32]
    touchpoint: NDArray[np.str_]
    fingerprint: str

    def of(self, metric: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return numerator and denominator of a metric, float64 (n,) each."""
        place = self.names.index(metric)
        return self.above[:, place], self.below[:, place]

    def take(self, chosen: NDArray[np.intp], fingerprint: str) -> "Judged":
        """Return some of the cases, under the fingerprint of these."""
        above, below = self.above[chosen], self.below[chosen]
        return Judged(self.names, above, below, self.person[chosen], self.touchpoint[chosen], fingerprint)

    def difference(self, other: "Judged", metric: str, persons: Persons) -> Interval:
        """Return this minus the other in one metric, paired case by case. Raises EvaluationError as `minus` does."""
        self._check(other)
        mine, theirs = (tuple(each[:, None] for each in judged.of(metric)) for judged in (self, other))
        return persons.differences(mine, theirs)[0]  # type: ignore[arg-type]

    def minus(self, other: "Judged", persons: Persons) -> dict[str, dict[str, Any]]:
        """Return the paired differences of all metrics that both have.

        Raises EvaluationError when they were not judged on the same cases.
        """
        self._check(other)
        both = [name for name in self.names if name in other.names]
        mine, theirs = ([judged.names.index(name) for name in both] for judged in (self, other))
        found = persons.differences(
            (self.above[:, mine], self.below[:, mine]), (other.above[:, theirs], other.below[:, theirs])
        )
        return {name: each.to_json() for name, each in zip(both, found, strict=True)}

    def _check(self, other: "Judged") -> None:
        if self.fingerprint != other.fingerprint:
            raise EvaluationError(
                "the two were not judged on the same cases",
                expected=self.fingerprint,
                given=other.fingerprint,
                hint="name a data set on which both can be replayed",
            )

    def save(self, path: Path) -> None:
        """Write plain arrays."""
        np.savez_compressed(
            path,
            names=np.array(self.names),
            above=self.above,
            below=self.below,
            person=self.person,
            touchpoint=self.touchpoint,
            fingerprint=np.array(self.fingerprint),
        )

    @classmethod
    def load(cls, path: Path) -> "Judged":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as found:
            names, digest = tuple(found["names"].tolist()), str(found["fingerprint"])
            return cls(names, found["above"], found["below"], found["person"], found["touchpoint"], digest)


def judge(answers: Answers, room: Mapping[str, Metric], cases: Cases) -> Judged:
    """Return the terms of all metrics of the room."""
    parts = [metric.parts(answers) for metric in room.values()]
    above, below = (np.column_stack([each[side] for each in parts]).astype(np.float64) for side in (0, 1))
    names = np.array([each.touchpoint for each in cases.dataset.catalog.touchpoints])
    occasions = cases.occasions
    # Occasions without a touchpoint of their own are asked at the first one.
    asked = names[np.maximum(occasions.touchpoint, 0)]
    return Judged(tuple(room), above, below, occasions.person, asked, cases.fingerprint())
