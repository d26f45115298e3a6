"""Withholding: campaigns are closed to the held-out, to nobody else, and everywhere."""

import numpy as np

from slotwise.audiences import held_out
from slotwise.configuration import Configuration
from slotwise.decision import Ask, Wanted
from slotwise.documents.audiences import Audience
from slotwise.engine import decide
from slotwise.events import Event
from slotwise.person import empty, fold
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


def test_decisions_keep_the_campaign_from_the_held_out(checkerboard):
    """Held-out members never see a content of the campaign, the others do, and the rule is named among the drops."""
    catalog = checkerboard.catalog
    campaign = [str(each) for each in catalog.contents.ids][:-3]
    document = {"audience": "buyers", "when": 'times("convert", "", 30) > 0', "holdout": 0.5, "contents": campaign}
    configuration = Configuration.read({"audiences": [document]})
    model, now = checkerboard.configured(configuration), checkerboard.as_of
    seen: dict[bool, set[str]] = {True: set(), False: set()}
    for number in range(60):
        name = f"p_{number}"
        bought = Event("e", now - 1_000, name, "convert", product_id=catalog.products.ids[0])
        ask = Ask(catalog.touchpoints[0].touchpoint, 3)
        slate = decide(model, fold(empty(name), [bought]), Wanted((ask,), now, str(number))).slates[0]
        out = held_out(configuration.of(Audience)[0], name)
        seen[out] |= {catalog.contents.ids[each.content] for each in slate.placements} & {*campaign}
        assert (slate.dropped.get("holdout of buyers", 0) > 0) == out

    assert not seen[True]
    assert seen[False]
