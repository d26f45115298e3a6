"""What the ranker learns from: the same however many processes made it, and joined row by row."""

import numpy as np
import pytest

from tests.training.examples_made import made
from training.examples import joined


@pytest.mark.parametrize("shown", [False, True])
@pytest.mark.parametrize("processes", [2, 3])
def test_several_processes_make_what_one_makes(world, small_options, monkeypatch, shown, processes):
    """Every row, label and draw has the same bits, however many share the work."""
    monkeypatch.setattr("training.examples._LEAST", 1)
    monkeypatch.setattr("training.example_maker._MOST", 3)
    one, others = (made(world(shown=shown), small_options, count, rows=4)[0] for count in (1, processes))

    for name in ("matrix", "labels", "groups", "positions", "weights", "offsets"):
        column, other = getattr(one.ranking, name), getattr(others.ranking, name)
        assert (column is None) == (other is None)
        assert column is None or (column.dtype == other.dtype and column.tobytes() == other.tobytes())
    assert one.ranks.tobytes() == others.ranks.tobytes()
    assert (one.found, one.wanted) == (others.found, others.wanted)


def test_parts_are_joined_row_by_row(world, small_options):
    """Joined examples hold all rows; what a part lacks is filled in, what was found is weighted by what was wanted."""
    shown, later = made(world(shown=True), small_options)[0], made(world(), small_options)[0]
    both = joined([shown, later, later])

    assert len(both.ranking.labels) == len(shown.ranking.labels) + 2 * len(later.ranking.labels)
    assert len(both.ranks) == both.ranking.groups.sum() == len(both.ranking.matrix)
    assert (both.ranking.positions[len(shown.ranking.labels) :] == 1).all()
    assert np.array_equal(both.ranking.offsets[: len(shown.ranking.labels)], shown.ranking.offsets)
    assert both.found == later.found
    assert both.wanted == 2 * later.wanted
    assert both.labelled_by == "impressions and later interactions"


def test_a_single_part_stays_as_it_is(world, small_options):
    """Without windows nothing is copied."""
    one = made(world(), small_options)[0]

    assert joined([one]) is one
