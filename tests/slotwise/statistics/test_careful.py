"""A small variant that saw little is not taken for certain."""

import numpy as np
import pytest

from slotwise.statistics.careful import careful
from slotwise.statistics.comparing import compare
from slotwise.statistics.estimating import Estimate
from slotwise.statistics.moments import Moments
from slotwise.statistics.sequential import always


def share(value, n):
    """A share of n persons, with its variance."""
    return Estimate(value, value * (1 - value) / (n - 1), n)


def rows(n, clicked):
    """Persons of whom some clicked once."""
    return Moments(int(n), [clicked, n, 0, 0], np.diag([clicked, n, 0, 0]))


def test_no_click_in_a_small_variant_is_no_certainty():
    """A hundred persons without a click vary at least as all persons together do."""
    control, treated = careful(share(0.01, 1_900), share(0.0, 100))

    assert control == share(0.01, 1_900)
    assert treated.variance == pytest.approx(0.0095 * 0.9905 / 100, rel=0.01)
    assert compare(rows(1_900, 19), rows(100, 0)).always(20_000).absolute.p_value == 1.0


def test_it_does_not_matter_which_variant_is_small():
    """A small control is as little known as a small challenger."""
    one, other = careful(share(0.01, 1_900), share(0.0, 100))

    assert careful(share(0.0, 100), share(0.01, 1_900)) == (other, one)


def test_a_variance_is_only_ever_raised():
    """A small variant that varies more than all together keeps its own."""
    wild = Estimate(1.0, 5.0, 100)

    assert careful(Estimate(1.0, 0.001, 1_900), wild)[1] == wild


def test_enough_events_are_believed():
    """With two hundred clicks in it a small variant is as it is, and so is every variant of an even split."""
    seen = share(0.1, 95_000), share(0.05, 5_000)

    assert careful(*seen) == seen
    assert careful(share(0.01, 600), share(0.0, 400)) == (share(0.01, 600), share(0.0, 400))
    assert careful(Estimate(1.0, 0.0, 900), Estimate(1.0, 0.0, 50))[1].variance == 0.0


@pytest.mark.slow
@pytest.mark.parametrize("split", [0.05, 0.2])
def test_a_small_variant_may_be_watched_all_the_time(split):
    """Clicks of one in a hundred, a look every 200 persons: false alarms stay below 5 %; by Welch alone they do not."""
    rng, n, runs = np.random.default_rng(8), 10_000, 150
    alarms = plain = 0
    for _ in range(runs):
        clicked, treated = rng.random(n) < 0.01, rng.permutation(np.arange(n) < n * split)
        looks = [
            compare(*(rows((treated[:size] == it).sum(), clicked[:size][treated[:size] == it].sum()) for it in (0, 1)))
            for size in range(1_000, n + 1, 200)
        ]
        alarms += any(each.always(n).absolute.p_value < 0.05 for each in looks)
        bare = [always(it.absolute.value, it.absolute.standard_error, it.n, n, 0.05) for it in looks]
        plain += any(each.p_value < 0.05 for each in bare)

    assert alarms / runs <= 0.05
    assert split > 0.05 or plain / runs > 0.15
