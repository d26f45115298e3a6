"""Begun: what the model's rules exclude, counted by the rule that was first."""

from dataclasses import dataclass, replace

import numpy as np

from slotwise.begun import begin
from slotwise.decision import Ask, Wanted
from slotwise.rules import Rule
from slotwise.rules.once_per_page import OncePerPage
from tests.worlds import make_state


@dataclass(frozen=True)
class Excluding(Rule):
    """Excludes the codes given."""

    name = "excluding"
    codes: tuple[int, ...] = ()

    def exclude(self, moment, catalog):
        """Return them."""
        return np.array(self.codes, np.int32)


def begun(model, *rules):
    model = replace(model, rules=rules)
    return begin(model, make_state("p", [], 0), Wanted((Ask("home", 3),), model.as_of, "d"), model.start)


def test_the_first_rule_to_exclude_a_product_counts_it(checkerboard):
    """Each product once, however often it is named, over all rules of a name."""
    found = begun(checkerboard, Excluding((3, 3, 5)), Excluding((5, 7)), OncePerPage())
    assert found.dropped == {"excluding": 3, "once_per_page": 0}
    assert sorted(found.ladder.eligible.barred) == [3, 5, 7]


def test_codes_that_no_product_has_exclude_everything(checkerboard):
    """A rule that names them is not to be relied on: it might have said no."""
    for code in (10**6, -1):
        found = begun(checkerboard, Excluding((3,)), Excluding((code,)))
        assert found.dropped == {"excluding": 40}
        assert found.ladder.notes == ["rule excluding: IndexError: a code is no product's"]
