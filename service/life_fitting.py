"""Fitting the life cycle: how many persons are in each phase, and thresholds that make a core of the wanted size."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.audiences.office import Office
from service.audiences.questions import Questions
from service.configuration.changing import Changing, Checked
from service.configuration.edits import replaced
from service.population.columns import PersonColumns
from service.stores.revisions import Revision
from slotwise.conditions import Numbers, Texts
from slotwise.documents.life_cycle import Kind, Phase
from slotwise.errors import ConfigurationError

_DIGITS = 3
_KINDS: tuple[Kind, ...] = ("stage", "tier", "growth")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LifeFitting:
    """Counts phases over all persons, and moves thresholds with them."""

    changing: Changing
    office: Office

    def counts(self) -> dict[str, Any]:
        """Return how many persons are in each stage, tier and growth stage; raises PopulationError."""
        asked = self.office.questions()
        found: dict[str, Any] = {"persons": asked.persons}
        for kind in _KINDS:
            phases = {each.phase: 0 for each in asked.asking.plan.life.of(kind)}
            found[kind] = phases | _counted(asked, f"state.{kind}")
        return found

    def fitted(self, share: float = 0.2) -> list[Phase]:
        """Return the life cycle in effect with thresholds at even parts of the persons who have a value.

        The highest tier then begins where its share of all persons comes nearest to `share`. Raises PopulationError,
        and ConfigurationError without scores and tiers.
        """
        asked, phases = self.office.questions(), self._phases()
        scores = [each for each in phases if each.kind == "score"]
        tiers = [each for each in phases if each.kind == "tier"]
        if not scores or not tiers:
            raise ConfigurationError("the life cycle has no scores or no tiers", expected="both", pointer="/life_cycle")
        values = {each.phase: _numbers(asked, each.fact) for each in scores}
        moved = {each.phase: _even(each, values[each.phase]) for each in scores}
        points = sum((points_of_all(moved[name], each) for name, each in values.items()), np.zeros(asked.persons))
        core = max(tiers, key=lambda each: each.from_points or 0.0)
        moved[core.phase] = core.model_copy(update={"from_points": _begin(points, share)})
        return [moved.get(each.phase, each) for each in phases]

    def propose(self, phases: Sequence[Phase], author: str, reason: str) -> tuple[Revision | None, Checked]:
        """Make such a life cycle a revision; raises ConfigurationError, StoreError."""
        return self.changing.apply(replaced({Phase.name: [each.to_json() for each in phases]}), author, reason)

    def _phases(self) -> list[Phase]:
        return list(self.changing.history.newest().configuration.of(Phase))


def _even(score: Phase, values: Floats) -> Phase:
    """The score with as many thresholds as before, at even parts of the known values."""
    known, count = values[~np.isnan(values)], len(score.thresholds)
    if not len(known) or not count:
        return score
    cuts = np.quantile(known, np.arange(1, count + 1) / (count + 1))
    return score.model_copy(update={"thresholds": sorted({_rounded(float(each)) for each in cuts})})


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def points_of_all(score: Phase, values: Floats) -> Floats:
    """Return the points of many values, float64 (n,); NaN gets none."""
    thresholds = np.array(score.thresholds)
    if score.less_is_more:
        reached = len(thresholds) - np.searchsorted(thresholds, values, side="left")
    else:
        reached = np.searchsorted(thresholds, values, side="right")
    return np.where(np.isnan(values), 0.0, reached)


def _begin(points: Floats, share: float) -> float:
    """The points from which on the share of persons comes nearest to the wanted one."""
    steps = np.unique(points)
    shares = np.array([np.mean(points >= step) for step in steps]) if len(points) else np.zeros(0)
    return float(steps[np.argmin(np.abs(shares - share))]) if len(steps) else 0.0


def _parts(asked: Questions) -> list[tuple[PersonColumns, NDArray[np.bool_]]]:
    return [(PersonColumns(each.part, asked.asking), each.rows) for each in asked.population.living()]


def _numbers(asked: Questions, name: str) -> Floats:
    """float64 (persons,): a number of everybody, NaN where it is unknown."""
    found = [np.zeros(0)]
    for columns, rows in _parts(asked):
        column = columns.column(name)
        values = column.values if isinstance(column, Numbers) else np.array(np.nan)
        found.append(np.broadcast_to(values, len(columns)).astype(np.float64)[rows])
    return np.concatenate(found)


def _counted(asked: Questions, name: str) -> dict[str, int]:
    """How many persons have each value of a text."""
    counts: dict[str, int] = {}
    for columns, rows in _parts(asked):
        column = columns.column(name)
        if isinstance(column, Texts):
            codes = np.broadcast_to(column.codes, len(columns))[rows]
            for code, count in zip(*np.unique(codes[codes >= 0], return_counts=True), strict=True):
                counts[column.words[code]] = counts.get(column.words[code], 0) + int(count)
    return counts
