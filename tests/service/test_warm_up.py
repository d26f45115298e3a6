"""Warm-up: what a model needs is there before the first request, and nothing of it changes an answer."""

from service.warm_up import refresh, warm_up
from slotwise import packing, person
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from tests.worlds import make_model, make_world


def test_it_changes_no_answer(bundle_folder):
    """A warm model decides as a cold one."""
    cold, warm = packing.load(bundle_folder), packing.load(bundle_folder)
    warm_up(warm, warm.start)
    refresh(warm, warm.start)
    wanted = Wanted((Ask("home", 5), Ask("feed", 3)), cold.as_of, "seed")
    first, second = decide(cold, person.empty("p"), wanted), decide(warm, person.empty("p"), wanted)

    assert [each.placements for each in first.slates] == [each.placements for each in second.slates]


def test_an_empty_catalogue_is_warm_at_once():
    """Nothing to compute, no error."""
    model = make_model(make_world(products=0, events=0), names=["popular"])
    warm_up(model, model.start)
    refresh(model, model.start)
