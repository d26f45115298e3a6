"""Applied: a rule compiled against a catalogue, and what becomes of one that does not fit it."""

import pytest

from slotwise.documents.rules import Rule
from slotwise.rulebook.applied import FEW, PARTS, about, apply
from slotwise.rulebook.columns import ContentColumns
from slotwise.rulebook.effects import Closing
from tests.worlds import make_catalog

CATALOG = make_catalog(60)
COLUMNS = ContentColumns(CATALOG)


def rule(**fields) -> Rule:
    return Rule.model_validate({"rule": "r", "kind": "block", **fields})


def test_a_rule_is_about_what_both_conditions_are_true_of():
    """Products and contents; without a condition everything."""
    both = rule(products='product.product_id == "p3"', contents='content.kind == "tile"')

    assert about(both, COLUMNS).nonzero()[0].tolist() == [7]
    assert about(rule(), COLUMNS).all()


def test_a_rule_that_does_not_fit_closes_everything():
    """What only wishes is left out instead; both say why."""
    quota = {"kind": "quota", "parameters": {"exposures": 1}}
    broken = rule(**quota, products='product.product_id == "p3"')
    object.__setattr__(broken, "products", object())
    applied = apply(broken, COLUMNS, CATALOG)

    assert isinstance(applied.effect, Closing)
    assert applied.effect.mask.all()
    assert applied.fault
    wish = apply(rule(kind="diversity", parameters={"by": "shape"}), COLUMNS, CATALOG)
    assert (wish.effect, "shape" in wish.fault) == (None, True)


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"kind": "pin", "products": 'product.product_id == "p3"'}, [6, 7]),
        ({"kind": "boost", "products": 'product.product_id == "p3"'}, [6, 7]),
        ({"kind": "boost", "parameters": {"strength": -1.0}, "products": 'product.product_id == "p3"'}, []),
        ({"kind": "block", "products": 'product.product_id == "p3"'}, []),
        ({"kind": "pin"}, []),  # more than a few: the models choose
    ],
)
def test_what_is_wished_for_becomes_a_candidate(fields, wanted):
    """A pin or a boost of a few contents brings them along."""
    assert apply(rule(**fields), COLUMNS, CATALOG).wanted.tolist() == wanted
    assert len(wanted) <= FEW


def test_every_rule_is_one_part_of_those_that_apply(ruled):
    """A quota closes by a pace and a guarantee lifts by one; a rule that came to nothing is nothing."""
    model = ruled(
        {"rule": "closers", "kind": "block"},
        {"rule": "quotas", "kind": "quota", "parameters": {"share": 0.5}},
        {"rule": "lifts", "kind": "boost", "parameters": {"strength": 2.0}},
        {"rule": "guarantees", "kind": "guarantee", "parameters": {"share": 0.5}},
        {"rule": "caps", "kind": "frequency_cap", "parameters": {"most": 2}},
        {"rule": "pins", "kind": "pin", "contents": 'content.content_id == "p0.banner"'},
        {"rule": "limits", "kind": "diversity"},
        {"rule": "nothing", "kind": "diversity", "parameters": {"by": "shape"}},
    )

    assert [each.part for each in model.rulebook.rules] == list(PARTS)
