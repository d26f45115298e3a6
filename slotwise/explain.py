"""explain(): a decision once more, with everything that stood behind it: facts, rules, features and their effects."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.begun import begin
from slotwise.decision import Ask, Decision, ServiceLevel, Slate, Wanted
from slotwise.engine import decide
from slotwise.facets import Facts
from slotwise.gather import Pool
from slotwise.ladder import Ladder
from slotwise.live import Live
from slotwise.matrices import Matrices
from slotwise.model import Model
from slotwise.moment import Moment
from slotwise.person import PersonState


@dataclass(frozen=True)
class Reading:
    """What the ranker read of one placement: values and effects float64 (n_features,) in the order of the features.

    An effect is the placement's score less the score it would have if that feature alone were missing.
    """

    content: int
    values: NDArray[np.float64]
    effects: NDArray[np.float64]


@dataclass(frozen=True)
class Explanation:
    """A decision and what stood behind it."""

    decision: Decision
    facts: Facts
    history: int
    """Interactions of the person that the model could read."""
    excluded: Mapping[str, list[int]]
    """Products that each rule excluded for this person."""
    readings: Mapping[str, list[Reading]]
    """By touchpoint, in the order of the placements; none where the ranker was not used."""


def explain(model: Model, state: PersonState, wanted: Wanted, live: Live | None = None) -> Explanation:
    """Decide as `decide` does and tell what was read on the way. Slower by far: not for answering."""
    live = live or model.start
    decision = decide(model, state, wanted, live)
    begun = begin(model, state, wanted, live)
    found, ladder = begun.situation, begun.ladder
    excluded = {rule.name: np.unique(rule.exclude(found.moment, model.catalog)).tolist() for rule in model.rules}
    asked = {each.touchpoint: each for each in wanted.asks}
    readings = {each.touchpoint: _readings(ladder, asked[each.touchpoint], each) for each in decision.slates}
    return Explanation(decision, found.facts, len(found.moment.products), excluded, readings)


def _readings(ladder: Ladder, ask: Ask, slate: Slate) -> list[Reading]:
    model, trees = ladder.model, ladder.model.trees
    if trees is None or not slate.placements or slate.level is not ServiceLevel.RANKER:
        return []
    step = ladder.climb(ask)
    if step.level is not ServiceLevel.RANKER:
        return []
    rows = [int(np.argmax(step.pool.contents == each.content)) for each in slate.placements]
    matrix = _matrix(model, ladder.live, ladder.moment, step.pool, ask.touchpoint)[rows]
    whole = trees.score_matrix(matrix)
    effects = np.stack(
        [whole - trees.score_matrix(_without(matrix, column)) for column in range(matrix.shape[1])], axis=1
    )
    return [
        Reading(each.content, matrix[row].astype(np.float64), effects[row]) for row, each in enumerate(slate.placements)
    ]


def _matrix(model: Model, live: Live, seen: Moment, pool: Pool, touchpoint: str) -> NDArray[np.float32]:
    return Matrices(model.features, model.facets, seen, live, pool).full(touchpoint)


def _without(matrix: NDArray[np.float32], column: int) -> NDArray[np.float32]:
    changed = matrix.copy()
    changed[:, column] = np.nan
    return changed
