"""An explanation lists the best candidates with the rank each source gave them."""

import numpy as np

from service.explanation import explanation
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from tests.worlds import make_state


def test_candidates_come_best_first_with_their_sources(ranked_checkerboard):
    """Scores fall, ranks are whole numbers of sources that brought the candidate."""
    model = ranked_checkerboard
    slate = decide(model, make_state("p", ["p1"], model.as_of - 1), Wanted((Ask("home", 2),), model.as_of, "s")).slates[
        0
    ]
    told = explanation(model, slate)
    scores = [each["score"] for each in told["candidates"]]

    assert told["considered"] == len(slate.considered)
    assert scores == sorted(scores, reverse=True)
    assert all(rank >= 1 for each in told["candidates"] for rank in each["ranks"].values())
    assert (
        sum(len(each["ranks"]) for each in told["candidates"])
        == sum(int((~np.isnan(ranks)).sum()) for ranks in slate.ranks.values())
        or len(slate.considered) > 50
    )
