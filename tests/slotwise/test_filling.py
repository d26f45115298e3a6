"""Filling: slates one after the other, and why some are short."""

from slotwise.begun import begin
from slotwise.configuration import Configuration
from slotwise.decision import Ask, ServiceLevel, Wanted
from slotwise.filling import one_by_one, short
from tests.worlds import make_state


def test_a_touchpoint_that_shows_nothing_says_why(ranked_checkerboard):
    """It is not known, or shut; the others are answered beside it, in the order asked for."""
    touchpoint = {"touchpoint": "bill", "slots": 3, "when": 'context.channel == "web"'}
    model = ranked_checkerboard.configured(Configuration.load({"touchpoints": [touchpoint, {"touchpoint": "home"}]}))
    wanted = Wanted((Ask("nowhere", 1), Ask("home", 2), Ask("bill", 3)), model.as_of + 1, "d")
    unknown, home, shut = one_by_one(begin(model, make_state("p", [], 0), wanted, model.start))
    assert (unknown.short, unknown.placements, unknown.level) == (
        "the touchpoint is not known", (), ServiceLevel.SAFETY_LIST,
    )  # fmt: skip
    assert len(home.placements) == 2
    assert shut.short.startswith("the touchpoint's condition does not hold")


def test_short_tells_how_many_might_be_shown():
    """Nothing where there are enough."""
    assert short(3, 3, 10) == ""
    assert short(1, 3, 10) == "only 1 of 10 candidates may be shown here"
    assert short(0, 3, 0) == "nothing may be shown here"
