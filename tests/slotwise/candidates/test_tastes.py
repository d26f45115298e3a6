"""Tastes: persons whose past leans one way are told apart from what their moments explain."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise import person
from slotwise.candidates.tastes import Tastes, TastesOptions, of_own_accord
from slotwise.events import KIND_CODE
from tests.worlds import make_catalog, make_moment, make_state, make_world


@pytest.fixture(scope="module")
def world():
    """The checkerboard where all came of its own accord: everybody keeps to the products of their own parity."""
    made = make_world(events=6000)
    log = made.interactions
    return replace(made, interactions=replace(log, touchpoint=np.full(len(log), -1, np.int16)))


@pytest.fixture(scope="module")
def tastes(world) -> Tastes:
    """Fitted on it, its few and short pasts believed sooner."""
    return Tastes.fit(world.past, TastesOptions(prior=5.0), 1)


def scores(tastes: Tastes, model, *products: str, **facts: str) -> np.ndarray:
    moment = make_moment(model, make_state("p", products, model.as_of - 1), **facts)
    return tastes.read(moment, model.start)


def test_a_past_leads_to_its_like(tastes, checkerboard):
    """Who touched even products is led to other even ones, who touched odd ones to odd ones."""
    even = scores(tastes, checkerboard, "p4", "p6", "p8", "p10")
    odd = scores(tastes, checkerboard, "p5", "p7", "p9", "p11")
    lead = (even - odd)[12:]

    assert (lead[::2] > 0).all()
    assert (lead[1::2] < 0).all()


def test_the_scene_is_not_taken_for_a_taste(tastes, checkerboard):
    """What everybody turns to in a scene leads in it, and leads less to those whose past shows just that."""
    nobody = make_moment(checkerboard, person.empty("n"), scene="over_quota")
    calm = make_moment(checkerboard, person.empty("n"))
    lift = tastes.read(nobody, checkerboard.start) - tastes.read(calm, checkerboard.start)

    assert set(np.argsort(-lift)[:2].tolist()) == {0, 1}
    assert lift[[0, 1]].min() > 1


def test_only_what_came_by_itself_counts(world):
    """Exposures, conversions and what a touchpoint led to are left out."""
    log = world.interactions
    led = replace(log, touchpoint=np.where(np.arange(len(log)) % 2 == 0, 1, -1).astype(np.int16))
    found = of_own_accord(led)

    assert set(found.kind.tolist()) == {KIND_CODE["view"], KIND_CODE["click"]}
    assert (found.touchpoint < 0).all()
    assert not len(of_own_accord(make_world().interactions))


def test_products_that_come_later_score_nothing(tastes, checkerboard):
    """In a catalogue that has grown, the new products score 0 and the others what they did."""
    again = Tastes.restore(tastes.options, tastes.arrays(), make_catalog(43))
    before, after = (scores(each, checkerboard, "p4", "p6") for each in (tastes, again))

    assert np.array_equal(after[:40], before)
    assert after[40:].tolist() == [0, 0, 0]
