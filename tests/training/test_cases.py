"""Cases: what a model is judged by, and that it cannot have learned from it."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.errors import DatasetError
from training.cases import EvaluationOptions, since, split
from training.options import TrainOptions

JUDGING = EvaluationOptions(cases=60)


def test_what_is_trained_on_lies_before_every_case(world):
    """Events and impressions of the past end before the first case begins."""
    past, cases = split(world(shown=True), TrainOptions(), JUDGING)

    assert cases.by == "time"
    assert past.interactions.time.max() < cases.since <= cases.occasions.time.min()
    assert past.impressions.time.max() < cases.since


@pytest.mark.parametrize("kind", ["persons", "newcomers"])
def test_persons_that_judge_are_not_trained_on(world, kind):
    """Split by persons, nobody is on both sides, and newcomers see the world as it ends."""
    past, cases = split(world(), TrainOptions(hold_out=kind), JUDGING)

    assert cases.by == kind
    assert not set(past.interactions.person.tolist()) & set(cases.occasions.person.tolist())
    assert (cases.at is not None) == (kind == "newcomers")


def test_each_case_says_how_many_it_stands_for(world):
    """Clicked and not clicked decisions are drawn apart; their weights add up to all decisions of the window."""
    dataset = world(shown=True)
    _, cases = split(dataset, TrainOptions(), EvaluationOptions(cases=40))

    decisions = np.unique(dataset.impressions.since(cases.since).decision)
    assert len(cases) == 40
    assert cases.weight.sum() == pytest.approx(len(decisions))


def test_the_same_question_has_the_same_fingerprint(world):
    """Equal cases pair, different ones do not."""
    options = TrainOptions()
    one, again = (split(world(), options, JUDGING)[1] for _ in range(2))
    other = split(world(), options, replace(JUDGING, seed=4, cases=30))[1]

    assert one.fingerprint() == again.fingerprint()
    assert one.fingerprint() != other.fingerprint()
    assert one.fingerprint() != one.take(np.arange(10)).fingerprint()


def test_cases_since_a_moment(world):
    """Nothing before the moment is asked for."""
    dataset = world()
    moment = int(dataset.interactions.time[400])

    assert since(dataset, moment, TrainOptions(), JUDGING).occasions.time.min() >= moment


def test_a_log_too_short_is_refused(world):
    """A log that leaves nothing to judge by says so."""
    dataset = world(persons=2, each=1)

    with pytest.raises(DatasetError) as refused:
        split(dataset, TrainOptions(hold_out="time"), JUDGING)
    assert "too short" in refused.value.detail
