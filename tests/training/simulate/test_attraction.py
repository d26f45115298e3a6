"""The truth of what draws a person."""

from dataclasses import replace

import numpy as np
import pytest

from training.simulate.attraction import OWNED, examination


@pytest.fixture
def truth(played):
    """The truth of forty persons, free to change."""
    who = np.arange(40)
    return played.truth.rows(who, np.full(40, played.world.end_ms))


def pull(truth, scene=-1):
    """The pull of all products on all forty persons at the log's end."""
    who = np.arange(40)
    return truth.pull(who, truth.state.last_at, np.full(40, scene))


def test_a_need_draws_to_its_category(truth):
    """A need raises the pull of the products of its category and of no others."""
    before = pull(truth)
    truth.state.need[:, 3] += 1.0
    gain = pull(truth) - before

    assert (gain[:, truth.catalog.product_category == 3] > 0.1).all()
    assert not gain[:, truth.catalog.product_category != 3].any()


def test_what_is_owned_is_not_wanted_again(truth):
    """A product that is held already loses its pull."""
    truth.state.owned[:, 7] = False
    before = pull(truth)[:, 7]
    truth.state.owned[:, 7] = True

    assert np.allclose(pull(truth)[:, 7] - before, OWNED)


def test_repeated_exposure_tires(truth):
    """The chance of a click falls with every exposure that is remembered."""
    zeros = np.zeros(1, np.int64)
    chances = []
    for wear in (0.0, 1.0, 10.0):
        truth.state.wear[:] = wear
        chances.append(truth.click_chance(pull(truth), zeros, zeros, zeros, zeros)[0])

    assert chances[0] > chances[1] > chances[2] > 0


def test_slots_are_looked_at_less_and_less():
    """Examination follows the measured curve and stays at its end for long lists."""
    assert examination(np.arange(1, 7)).tolist() == [1.0, 0.34, 0.25, 0.19, 0.17, 0.17]


def test_interest_is_a_distribution(truth):
    """New needs fall on categories with chances that sum to one."""
    assert np.allclose(truth.interest.sum(axis=1), 1.0)


def test_rows_keep_the_truth(played):
    """The truth of a person does not depend on whom it is computed with."""
    at_ms = np.full(1, played.world.end_ms)
    one = played.truth.rows(np.array([17]), at_ms)
    scene = np.array([2])

    assert np.allclose(one.pull(np.array([0]), at_ms, scene), played.truth.pull(np.array([17]), at_ms, scene))


def test_tastes_differ(truth):
    """Persons are not alike: without tastes all would be drawn alike."""
    flat = replace(truth, persons=replace(truth.persons, taste=truth.persons.taste * 0))

    assert truth.liking.std(axis=0).mean() > 0.2
    assert flat.liking.std(axis=0).mean() == pytest.approx(0.0)
