"""Intervals over persons."""

import numpy as np
import pytest

from training.bootstrap import Interval, Persons


def test_an_interval_holds_its_value_and_narrows_with_more_persons():
    """The interval of a mean contains the mean, and four times the persons halve its width."""
    chance = np.random.Generator(np.random.Philox(key=1))
    widths = []
    for size in (100, 400, 1_600):
        values = chance.normal(5, 2, size)
        found = Persons(np.arange(size, dtype=np.int32), 1_000, 3).interval(values, np.ones(size))
        assert found.low < found.value < found.high
        assert found.value == pytest.approx(values.mean())
        widths.append(found.high - found.low)
    assert widths[0] / widths[1] == pytest.approx(2, rel=0.3)
    assert widths[1] / widths[2] == pytest.approx(2, rel=0.3)


def test_the_interval_covers_the_truth_as_often_as_it_says():
    """In 200 worlds with 8 equal cases a person, the 95 % interval holds the truth in about 95 % of them.

    An interval over cases instead of persons would hold it far more rarely.
    """
    chance = np.random.Generator(np.random.Philox(key=2))
    person = np.repeat(np.arange(80, dtype=np.int32), 8)
    held = 0
    for world in range(200):
        values = np.repeat(chance.normal(1, 1, 80), 8)
        found = Persons(person, 300, world).interval(values, np.ones(len(values)))
        held += found.low <= 1 <= found.high
    assert 180 <= held <= 199


def test_a_paired_difference_is_sharper_than_two_intervals():
    """Two models that differ by a constant on the same cases are told apart, however much the cases differ."""
    chance = np.random.Generator(np.random.Philox(key=4))
    base = chance.normal(0, 10, (300, 1))
    ones = np.ones((300, 1))
    persons = Persons(np.arange(300, dtype=np.int32), 500, 1)
    (found,) = persons.differences((base + 0.5, ones), (base, ones))

    assert found.value == pytest.approx(0.5)
    assert found.low == pytest.approx(0.5)
    assert found.high == pytest.approx(0.5)


def test_unknown_persons_are_persons_of_their_own():
    """Cases of nobody known are not lumped together as one person."""
    persons = Persons(np.array([-1, -1, 3, 3, -1], np.int32), 10, 1)

    assert persons.size == 4
    assert persons.cluster[2] == persons.cluster[3]
    assert len(set(persons.cluster.tolist())) == 4


def test_what_says_nothing_has_no_value_and_no_bounds():
    """Without any denominator the value is unknown, which JSON writes as null."""
    found = Persons(np.arange(5, dtype=np.int32), 20, 1).interval(np.zeros(5), np.zeros(5))

    assert found.to_json() == {"value": None, "low": None, "high": None, "cases": 0}


def test_no_cases_at_all():
    """Nothing to draw from is no error."""
    empty = np.zeros(0)

    assert np.isnan(Persons(np.zeros(0, np.int32), 20, 1).interval(empty, empty).value)


def test_the_same_seed_draws_the_same():
    """Intervals are reproducible."""
    values = np.arange(50, dtype=float)
    one, two = (Persons(np.arange(50, dtype=np.int32), 100, 9).interval(values, np.ones(50)) for _ in range(2))

    assert one == two
    assert isinstance(one, Interval)
