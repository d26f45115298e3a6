"""What every baseline of the room keeps to."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.policies.greedy import Greedy
from training.baselines import baselines, candidates
from training.examine import ask

NAMES = sorted(baselines())


def asked(judged):
    """The greedy model, the question of the first case, and the live world as the model was made."""
    trained, cases, _, _ = judged
    model = replace(trained.model, policy=Greedy())
    question = ask(cases, 0)
    return model, question.state, question.wanted


@pytest.mark.parametrize("name", NAMES)
def test_it_fills_the_slots_without_repeats(name, judged_world):
    """Everybody places as many different contents as there are to place."""
    model, state, wanted = asked(judged_world)
    placed = baselines()[name].decide(model, state, wanted, model.start).slates[0].placements

    assert len(placed) == len({each.content for each in placed}) == 12


@pytest.mark.parametrize("name", NAMES)
def test_it_keeps_to_given_candidates(name, judged_world):
    """Given candidates are all that it places, and all of them are considered."""
    model, state, wanted = asked(judged_world)
    given = ("p03", "p08", "p05")
    wanted = replace(wanted, asks=(replace(wanted.asks[0], candidates=given, slots=3),))
    slate = baselines()[name].decide(model, state, wanted, model.start).slates[0]

    ids = model.catalog.contents.ids
    assert {ids[each.content] for each in slate.placements} == set(given)
    assert {ids[int(each)] for each in slate.considered} == set(given)


@pytest.mark.parametrize("name", NAMES)
def test_it_keeps_the_rules(name, judged_world):
    """What a rule excludes is not placed by a baseline either."""
    from slotwise.rules.already_seen import AlreadySeen

    model, state, wanted = asked(judged_world)
    seen = {each.product for each in state.history}
    placed = baselines()[name].decide(replace(model, rules=(AlreadySeen(),)), state, wanted, model.start)

    products = model.catalog.products.ids
    assert not {products[each.product] for each in placed.slates[0].placements} & seen


@pytest.mark.parametrize("name", NAMES)
def test_the_same_question_gets_the_same_answer(name, judged_world):
    """No chance but that of the seed."""
    model, state, wanted = asked(judged_world)
    one, two = (baselines()[name].decide(model, state, wanted, model.start).slates[0] for _ in range(2))

    assert one.placements == two.placements


def test_candidates_are_what_the_touchpoint_takes(judged_world):
    """Without candidates of its own an ask allows all open contents."""
    model, _, wanted = asked(judged_world)

    assert candidates(model, wanted.asks[0], model.start).tolist() == list(range(12))
    some = replace(wanted.asks[0], candidates=("p02", "nothing"))
    assert candidates(model, some, model.start).tolist() == [2]
    assert candidates(model, some, model.start).dtype == np.int32
