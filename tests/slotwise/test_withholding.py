"""Withholding: campaigns are closed to the held-out, to nobody else, and everywhere."""

import numpy as np

from slotwise.documents.audiences import Audience
from slotwise.schedule import ALWAYS
from slotwise.withholding import withholding


def audience(**given):
    """An audience of everybody who bought something, changed as given."""
    return Audience(**{"audience": "buyers", "when": "state.purchases > 0", "holdout": 0.2, **given})


def test_only_campaigns_with_a_holdout_have_rules():
    """Without a holdout, or without anything that it is about, there is nothing to withhold."""
    rules = withholding([audience(), audience(holdout=0.0, products=["a"]), audience(products=["a"])])

    assert [each.id for each in rules] == ["holdout of buyers"]


def test_the_rule_closes_the_campaign_for_the_held_out(checkerboard):
    """It is about the contents of the campaign, applies to held-out persons, and holds for safety lists too."""
    catalog = checkerboard.catalog
    rule = withholding([audience(contents=[catalog.contents.ids[2]])])[0]
    effect = rule.does.effect(np.ones(len(catalog.contents), np.bool_), catalog, ALWAYS)

    assert np.flatnonzero(effect.mask).tolist() == [2]
    assert rule.when.holds({"held_out(buyers)": True})
    assert not rule.when.holds({"held_out(buyers)": False})
    assert not rule.when.holds({})
    assert (rule.strict, rule.enabled, rule.touchpoints) == (True, True, ())
    assert rule.title == "20% are left without the campaign of buyers"
