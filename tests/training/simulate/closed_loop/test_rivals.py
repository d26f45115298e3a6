"""Two versions before the same requests, and the truth about what they would show."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.decision import ServiceLevel
from slotwise.policies.greedy import Greedy
from training.simulate.attraction import examination
from training.simulate.closed_loop.rivals import FALLS, Rivals, alone, drafts, month_of, ranked
from training.states import States


def test_a_slate_is_what_is_liked_times_what_is_looked_at():
    """Of both versions' own slates, and of their drafts by every fall of the coins, with the credit of each slot."""
    rivals = Rivals(0, 4, [0, 1, 2, 3], [1, 0, 3, 2], np.array([0.4, 0.3, 0.2, 0.1]))
    chances, credit = drafts(rivals)

    assert alone(rivals)[0][:4] == pytest.approx(np.array([0.4, 0.3, 0.2, 0.1]) * examination(np.arange(1, 5)))
    assert alone(rivals)[1][0] == pytest.approx(0.3)
    assert len(chances) == len(credit) == len(FALLS) == 8
    assert {each[0] for each in chances} == {0.3, 0.4}
    assert all(abs(each[:4]).tolist() == [1] * 4 for each in credit)
    assert np.sum(credit, axis=0).tolist() == [0] * 5


def test_versions_are_asked_by_the_very_decide(lived):
    """Requests of the world's persons, each with the two lists that would be shown and the truth about them."""
    model = replace(lived.model, policy=Greedy(), rulebook=None)
    month = month_of(lived.world, lived.folder, 2, persons=20)
    found = ranked(lived.world, States(lived.dataset), month.asked, model, ServiceLevel.POPULAR_IN_SCENE)

    assert len(month.decisions) == 20
    assert {each.person for each in month.asked} == set(range(20))
    assert (month.decisions >= 1).all()
    assert 0 <= month.per_click < 1
    assert month.conversions > 0
    assert all(len(each.one) == len(each.other) == each.slots >= 4 for each in found)
    assert any(each.one != each.other for each in found)
    assert all((each.liked > 0).all() for each in found)
