"""Popularity as rules read it."""

import numpy as np

from slotwise import person
from slotwise.conditions import Condition
from slotwise.configuration import Configuration
from slotwise.counts import HALFLIVES, INTEREST
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from slotwise.popularity import is_read, ranked

RULE = {"rule": "tail", "kind": "allow_only", "products": "product.popularity < 0.5"}


def test_from_the_least_to_the_most_popular(checkerboard):
    """Shares of the other products with less interest: in the order of interest, those that are alike alike."""
    found = ranked(checkerboard.counts, checkerboard.catalog)
    interest = checkerboard.counts.totals[INTEREST, len(HALFLIVES) - 1]

    assert found.dtype == np.float32
    assert found.min() == 0.0 < 0.9 < found.max() <= 1.0
    assert found[np.argsort(interest, kind="stable")].tolist() == sorted(found.tolist())


def test_rules_read_it(checkerboard):
    """The long tail by a rule: only the less popular half is shown."""
    configured = checkerboard.configured(Configuration.load({"rules": [RULE]}))
    wanted = Wanted((Ask("home", 5),), checkerboard.as_of, "seed", {})
    (slate,) = decide(configured, person.empty("p"), wanted).slates
    found = ranked(checkerboard.counts, checkerboard.catalog)

    assert slate.placements
    assert all(found[each.product] < 0.5 for each in slate.placements)


def test_it_is_made_only_when_it_is_read(checkerboard):
    """Without such a rule the catalogue stays the very same object."""
    assert not is_read([None, Condition.of("product.price < 5")])
    assert checkerboard.configured(Configuration()).catalog is checkerboard.catalog
