"""Lines: straight effects that are fitted first and served as trees."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.rankers.compile import MAX_LEAVES, compile_tables
from slotwise.rankers.examples import RankingExamples
from slotwise.rankers.layout import Layout
from slotwise.rankers.lines import Line, fit_lines
from slotwise.rankers.model_text import TreeModel
from slotwise.rankers.trees import CompiledTrees


def clicks(rows: int = 20_000) -> RankingExamples:
    """Clicks whose log-odds are -1 + 0.8 x taste - 0.5 x log(1 + worn)."""
    random = np.random.default_rng(3)
    taste, worn = random.normal(size=rows), random.integers(0, 6, rows)
    odds = -1 + 0.8 * taste - 0.5 * np.log1p(worn)
    return RankingExamples(
        matrix=np.column_stack([taste, worn, np.zeros(rows)]).astype(np.float32),
        labels=(random.random(rows) < 1 / (1 + np.exp(-odds))).astype(np.int32),
        groups=np.full(rows // 10, 10, np.int32),
        feature_names=("taste", "worn", "nothing"),
    )


def test_slopes_are_found():
    """Logistic regression finds the effects; what never varies, or is not there, gets no line."""
    taste, worn = fit_lines(clicks(), ["taste", "nothing", "absent"], ["worn"])

    assert (taste.feature, taste.log, worn.feature, worn.log) == (0, False, 1, True)
    assert taste.slope == pytest.approx(0.8, abs=0.06)
    assert worn.slope == pytest.approx(-0.5, abs=0.1)
    assert fit_lines(clicks(), [], []) == []


def test_a_line_gains_what_it_takes_off_the_loss():
    """To the second order it is twice the log loss without it less that with it, other lines being as they are."""
    examples = clicks()
    (taste,) = fit_lines(examples, ["taste"], [])

    clicked, base = examples.labels > 0, np.log(examples.labels.mean() / (1 - examples.labels.mean()))
    told = base + taste.of(examples.matrix) - taste.of(examples.matrix).mean()
    without, with_ = (
        np.logaddexp(0, np.where(clicked, -odds, odds)).sum() for odds in (np.full(len(told), base), told)
    )
    assert taste.gain == pytest.approx(2 * (without - with_), rel=0.15)


def test_a_line_goes_on_beyond_the_log():
    """It goes once more as far on either side as the log went, and is level from there."""
    (worn,) = fit_lines(clicks(), [], ["worn"])

    assert worn.high == pytest.approx(2 * np.log(6))
    found = worn.of(np.array([[0, 0], [0, 5], [0, 20], [0, 1e6]], np.float32))
    assert (np.diff(found[:3]) < 0).all()
    assert found[3] == pytest.approx(worn.slope * worn.high)


def test_known_offsets_are_left_out():
    """What the place explains is not taken for an effect of what stands there."""
    examples = clicks()
    known = (0.8 * examples.matrix[:, 0]).astype(np.float32)
    (taste,) = fit_lines(replace(examples, offsets=known), ["taste"], [])

    assert abs(taste.slope) < 0.06


@pytest.mark.parametrize("log", [False, True])
def test_its_trees_are_the_line(log):
    """Compiled, the trees of a line give its values to within half a step; a missing value counts as 0."""
    line = Line(1, log, -0.7, -2.0, 4.0)
    trees = line.trees()
    served = CompiledTrees(compile_tables(TreeModel(("a", "b"), tuple(trees))), Layout(0, 0, 2))
    values = np.linspace(0, 20, 300) if log else np.linspace(-5, 8, 300)
    matrix = np.column_stack([np.zeros(301), np.append(values, np.nan)]).astype(np.float32)

    assert max(len(tree.leaf_values) for tree in trees) <= MAX_LEAVES
    step = 0.7 * 6.0 / (len(trees) * (MAX_LEAVES - 1))
    assert np.abs(served.score_matrix(matrix) - line.of(matrix)).max() <= step / 2 + 1e-6
