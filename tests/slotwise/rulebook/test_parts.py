"""Parts: rules that apply together, sorted by what they do."""

import numpy as np

from slotwise.rulebook.parts import sorted_out


def test_each_rule_stands_where_it_acts(ruled):
    """Boosts are summed; pins and boosts bring candidates along; strict closers are not set aside."""
    only = {"products": 'product.product_id == "p3"'}
    model = ruled(
        {"rule": "block", "kind": "block", **only},
        {"rule": "law", "kind": "block", "strict": True, **only},
        {"rule": "quota", "kind": "quota", "parameters": {"share": 0.5}, **only},
        {"rule": "guarantee", "kind": "guarantee", "parameters": {"share": 0.5}, **only},
        {"rule": "cap", "kind": "frequency_cap", "parameters": {"most": 2}},
        {"rule": "up", "kind": "boost", "parameters": {"strength": 2.0}, **only},
        {"rule": "down", "kind": "boost", "parameters": {"strength": -0.5}},
        {"rule": "pin", "kind": "pin", **only},
        {"rule": "limit", "kind": "diversity"},
    )
    parts = sorted_out(model.rulebook, np.arange(9))

    assert (parts.closers, parts.quotas, parts.guarantees, parts.caps) == ((0, 1), (2,), (3,), {"cap": 0})
    assert parts.aside == ("block",)
    assert np.unique(parts.boost).tolist() == [-0.5, 1.5]
    assert set(parts.wanted.tolist()) == {6, 7}
    assert (len(parts.pins), len(parts.limits)) == (1, 1)
