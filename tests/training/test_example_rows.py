"""The rows of examples: how many there can be, and a generator that goes on where another one left off."""

import numpy as np
import pytest

from training.example_rows import ExampleRows, most_rows
from training.occasions import Occasions
from training.options import TrainOptions


def occasions(sizes, slots=False):
    """Moments with so many wanted products each."""
    count, total = len(sizes), sum(sizes)
    return Occasions(
        person=np.zeros(count, np.int32), time=np.arange(count), touchpoint=np.zeros(count, np.int16),
        facets=np.zeros((count, 1), np.int32), numbers=np.zeros((count, 0), np.float32),
        start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), wanted=np.zeros(total, np.int32),
        labels=np.ones(total, np.int32), slots=np.ones(total, np.int16) if slots else None,
    )  # fmt: skip


@pytest.mark.parametrize("draws", [0, 1, 7, 40])
def test_a_generator_goes_on_where_another_left_off(draws):
    """Whatever it drew before, the bits are those of one generator that went on."""
    rows = ExampleRows(occasions([1]), 2, 1, 5, 1)
    one, other = (np.random.Generator(np.random.Philox(key=3)) for _ in range(2))
    rows.resume(other)
    for draw in range(draws):
        one.permutation(draw)
    rows.leave(one)
    rows.resume(other)

    assert one.permutation(50).tolist() == other.permutation(50).tolist()
    assert one.integers(0, 9, 5, np.int32).tolist() == other.integers(0, 9, 5, np.int32).tolist()


def test_rows_follow_each_other():
    """Occasion after occasion, and one without any takes no room."""
    rows = ExampleRows(occasions([1, 1, 1]), 2, 1, 9, 1)
    places = [rows.place(number, np.full(size, number, np.int32)) for number, size in enumerate([2, 0, 3])]
    rows.tell(3, 2)
    rows.tell(1, 1)

    assert places == [slice(0, 2), slice(2, 2), slice(2, 5)]
    assert rows.sizes.tolist() == [2, 0, 3]
    assert rows.labels[: rows.count].tolist() == [0, 0, 2, 2, 2]
    assert (rows.wanted, rows.found) == (4, 3)


def test_there_is_room_for_what_may_be_drawn(world):
    """What was shown; or `rows` of what is retrieved, or all that was wanted and one more."""
    catalog = world().catalog
    options = TrainOptions(rows=4, retrieve=5)

    assert most_rows(occasions([2, 3], slots=True), catalog, 2, options) == 5
    assert most_rows(occasions([1, 6]), catalog, 2, options) == 4 + 7
    assert most_rows(occasions([1, 30]), catalog, 2, options) == 4 + 10
    assert most_rows(occasions([]), catalog, 2, options) == 0
