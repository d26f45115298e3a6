"""Last touched."""

from dataclasses import replace

from slotwise.policies.greedy import Greedy
from training.baselines.last_touched import LastTouchedBaseline
from training.examine import ask


def test_the_history_backwards_comes_first(judged_world):
    """The person's own products stand in front, the latest first, each once; the rest follows."""
    trained, cases, _, _ = judged_world
    question, model = ask(cases, 3), replace(trained.model, policy=Greedy())
    placed = LastTouchedBaseline().decide(model, question.state, question.wanted, model.start).slates[0].placements

    own = list(dict.fromkeys(each.product for each in reversed(question.state.history)))
    assert [model.catalog.products.ids[each.product] for each in placed][: len(own)] == own
