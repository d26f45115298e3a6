"""What every metric of the room keeps to."""

import numpy as np
import pytest

from training.metrics import Metric, metrics

NAMES = sorted(metrics())


@pytest.mark.parametrize("name", NAMES)
def test_parts_are_finite_and_one_per_case(name, answers, lists):
    """Both terms have one finite value a case, and no negative denominator."""
    given = answers([[0, 1], [2, -1], [-1, -1]], [[1], [], [0, 2]], shown=lists([(1, 0), (2, 1)], [(1, 0)], [(3, 0)]))
    above, below = metrics()[name].parts(given)

    assert above.shape == below.shape == (3,)
    assert np.isfinite(above).all()
    assert np.isfinite(below).all()
    assert (below >= 0).all()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_at_all_is_no_error(name, answers):
    """Empty slates that nobody wanted anything of have no value, and raise nothing."""
    given = answers([[-1, -1]], [[]])

    value = metrics()[name].value(given)
    assert np.isnan(value) or value >= 0


@pytest.mark.parametrize("name", NAMES)
def test_a_value_over_all_cases_is_the_value(name, answers, lists):
    """Choosing every case changes nothing."""
    given = answers([[0, 1], [2, 3]], [[1], [5]], shown=lists([(1, 0), (2, 1)], [(1, 1), (2, 0)]))
    metric = metrics()[name]

    assert metric.value(given) == pytest.approx(metric.value(given, np.ones(2, bool)), nan_ok=True)


def test_every_metric_says_what_it_is():
    """Each has a title of its own and a direction."""
    room = metrics()

    assert len({metric.title for metric in room.values()}) == len(room)
    assert all(metric.better in ("higher", "lower", "") for metric in room.values())
    assert all(isinstance(metric, Metric) for metric in room.values())
