"""Popular."""

from slotwise.decision import ServiceLevel
from slotwise.person import empty
from training.baselines.popular import PopularBaseline
from training.examine import ask


def test_everybody_gets_the_same(judged_world):
    """Who asks does not matter, and the answer stands on the step `popular`."""
    trained, cases, _, _ = judged_world
    question, model = ask(cases, 0), trained.model
    one = PopularBaseline().decide(model, question.state, question.wanted, model.start).slates[0]
    other = PopularBaseline().decide(model, empty("nobody"), question.wanted, model.start).slates[0]

    assert one.level == ServiceLevel.POPULAR
    assert one.scores.tolist() == other.scores.tolist()
