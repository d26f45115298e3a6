"""Rows as columns are to everybody else a tuple of rows."""

from typing import NamedTuple

import pytest

from slotwise.person_rows import Rows


class Pair(NamedTuple):
    """Something with two fields."""

    first: int
    second: str


TUPLES = (Pair(1, "a"), Pair(2, "b"), Pair(3, "c"))


def rows() -> Rows[Pair]:
    return Rows(Pair, [[1, 2, 3], ["a", "b", "c"]])


def test_they_are_as_the_tuple_of_rows() -> None:
    """Equal both ways, and the same length, order, slices, hash and text."""
    assert rows() == TUPLES
    assert TUPLES.__eq__(rows()) is NotImplemented  # so that Python asks the rows
    assert rows() == rows()
    assert rows() != TUPLES[:2]
    assert (len(rows()), list(rows()), rows()[-1], rows()[:2]) == (3, list(TUPLES), TUPLES[-1], TUPLES[:2])
    assert (hash(rows()), repr(rows()), [*reversed(rows())]) == (hash(TUPLES), repr(TUPLES), [*reversed(TUPLES)])
    assert all(isinstance(each, Pair) for each in rows())


def test_columns_stay_as_they_are_given() -> None:
    """Who reads columns gets them; without any rows there is an empty one for each field."""
    assert rows().columns == [[1, 2, 3], ["a", "b", "c"]]
    assert Rows(Pair, []).columns == ((), ())
    assert (Rows(Pair, []), len(Rows(Pair, []))) == ((), 0)


@pytest.mark.parametrize("columns", [[[1, 2], ["a"]], [[1]], [[1], ["a"], [2]], [[], ["a"]]])
def test_damaged_columns_are_refused(columns: list) -> None:
    """Not when they are looked at, but at once."""
    with pytest.raises(ValueError, match="Pair"):
        Rows(Pair, columns)
