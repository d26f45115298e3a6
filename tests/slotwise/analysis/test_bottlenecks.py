"""The bottleneck of a process is found where one is, named with for whom it is one, and not where none is."""

import numpy as np
import pytest

from slotwise.analysis.bottlenecks import Search, Whom
from slotwise.analysis.journeys import Journeys

RATES = (0.8, 0.8, 0.7)


def drawn(rng, rates=RATES, worse=None, persons=1_500, channels=("app", "web", "")):
    """Journeys through four steps; `worse` is (channel, step, rate)."""
    person = np.repeat(np.arange(persons), rng.integers(1, 4, persons))
    channel = rng.choice(np.array(channels, object), len(person))
    on, reached = np.ones(len(person), bool), np.ones(len(person), np.int64)
    for step, rate in enumerate(rates):
        chance = np.full(len(person), rate)
        if worse is not None and worse[1] == step:
            chance[(channel == worse[0]) | (worse[0] is None)] = worse[2]
        on &= rng.random(len(person)) < chance
        reached += on
    return Journeys(person, reached, np.full((len(person), len(rates) + 1), np.nan), {"context.channel": channel})


@pytest.fixture
def rng():
    """Chance of its own for every test."""
    return np.random.default_rng(11)


def test_a_step_that_became_worse_is_found(rng):
    """Against its own earlier period, for all."""
    found = Search(drawn(rng, worse=(None, 1, 0.6)), drawn(rng), 4).best()

    assert (found.step, found.whom, found.reference, found.sure) == (1, None, "before", True)
    assert found.gain.low <= 0.8 * 0.2 * 0.7 <= found.gain.high


def test_a_step_that_became_worse_for_some_is_theirs(rng):
    """The gain is of the conversion of all."""
    found = Search(drawn(rng, worse=("app", 2, 0.4)), drawn(rng), 4).best()

    assert (found.step, found.whom, found.reference) == (2, Whom("context.channel", "app"), "before")
    assert found.gain.low <= 0.8 * 0.8 * 0.3 / 3 <= found.gain.high


def test_without_an_earlier_period_segments_are_compared(rng):
    """The best comparable one is named."""
    found = Search(drawn(rng, worse=("web", 1, 0.55)), None, 4).best()

    assert (found.step, found.whom.group, found.reference, found.other) == (1, "web", "segment", "app")


def test_where_nothing_differs_only_a_hint_is_given(rng):
    """The weakest step against those beside it, never as something sure."""
    found = Search(drawn(rng), drawn(rng), 4).best()

    assert (found.step, found.reference, found.sure) == (2, "neighbours", False)


def test_equal_steps_have_no_bottleneck(rng):
    """Steps that nobody leaves cannot be mended."""
    assert Search(drawn(rng, rates=(1.0, 1.0, 1.0)), None, 4).best() is None


def test_nobody_has_no_bottleneck():
    """No journeys, no answer, no error."""
    none = Journeys(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 4)), {"scene": np.zeros(0, object)})

    assert Search(none, none, 4).best() is None


@pytest.mark.slow
def test_false_alarms_are_rare():
    """Of worlds in which nothing changed, at most some 5 % for each reference have a bottleneck that is sure."""
    rng = np.random.default_rng(5)
    alarms = [Search(drawn(rng, persons=300), drawn(rng, persons=300), 4).best() for _ in range(100)]

    assert sum(each is not None and each.sure for each in alarms) <= 12
