"""Contradictions: what rules cannot do, alone and together, with its place and a code."""

import pytest

from slotwise.configuration import Configuration
from slotwise.documents import World
from tests.worlds import make_catalog

CATALOG = make_catalog(12)
P0 = 'product.product_id == "p0"'


def found(*rules, touchpoints=None) -> list[tuple[str, str, bool]]:
    """Pointer, code and whether it is a warning."""
    documents = {"rules": [{"rule": f"r{place}", **_usual(each), **each} for place, each in enumerate(rules)]}
    named = [
        {"touchpoint": each, "slots": slots, "fallback": ["p0.banner"]} for each, slots in (("home", 5), ("bill", 3))
    ]
    documents["touchpoints"] = touchpoints or named
    _, problems = Configuration.look_at(documents, World(CATALOG))
    return [(each.pointer, each.code, each.warning) for each in problems]


def _usual(rule) -> dict:
    """A rule that says nothing of it blocks one product."""
    about = {} if "kind" in rule or "contents" in rule else {"products": P0}
    return {"kind": "block", **about}


def guarantee(share, **more) -> dict:
    return {"kind": "guarantee", "parameters": {"share": share}, **more}


def pin(slot=1, **more) -> dict:
    return {"kind": "pin", "parameters": {"slot": slot}, "touchpoints": ["home"], "products": P0, **more}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([{"products": P0}], []),
        ([{"touchpoints": ["home", "elsewhere"]}], [("/rules/0/touchpoints/1", "reference_unknown", False)]),
        ([{"kind": "quota", "parameters": {"share": 1.2}}], [("/rules/0/parameters/share", "out_of_range", False)]),
        (
            [{"kind": "frequency_cap", "parameters": {"most": -1}}],
            [("/rules/0/parameters/most", "out_of_range", False)],
        ),
        (
            [{"kind": "frequency_cap", "parameters": {"most": 101}}],
            [("/rules/0/parameters/most", "cap_beyond_memory", False)],
        ),
        (
            [{"kind": "frequency_cap", "parameters": {"most": 101, "on": "clicked"}}],
            [("/rules/0/parameters/per", "cap_by_product", True)],
        ),
        ([guarantee(0.6, products=P0), guarantee(0.4)], []),
        ([guarantee(0.6, products=P0), guarantee(0.5)], [("/rules/1/parameters/share", "shares_above_whole", False)]),
        ([guarantee(0.6, touchpoints=["home"]), guarantee(0.5, touchpoints=["bill"])], []),
        (
            [guarantee(0.6), {"kind": "quota", "parameters": {"share": 0.5}}],
            [("/rules/1/parameters", "quota_below_guarantee", False)],
        ),
        ([pin(), pin(slot=2)], []),
        ([pin(), pin()], [("/rules/1/parameters/slot", "pins_overlap", False)]),
        (
            [pin(when='scene == "a"'), pin(when='scene == "b"')],
            [("/rules/1/parameters/slot", "pins_overlap", True)],
        ),
        ([pin(schedule={"until": "2026-01-01"}), pin(schedule={"from": "2026-01-01"})], []),
        ([pin(slot=6)], [("/rules/0/parameters/slot", "slot_unknown", False)]),
        ([pin(touchpoints=[])], [("/rules/0/touchpoints", "pin_everywhere", True)]),
        ([{"products": 'product.product_id == "p99"'}], [("/rules/0", "rule_about_nothing", True)]),
        (
            [{"kind": "diversity", "parameters": {"by": "shape"}}],
            [("/rules/0/parameters", "rule_impossible", False)],
        ),
        (
            [{"kind": "quota", "parameters": {"exposures": 9, "per": "total"}}],
            [("/rules/0/schedule", "period_unknown", False)],
        ),
        (
            [{"kind": "quota", "parameters": {"exposures": 9, "per": "total"}, "schedule": {"from": "2026-01-01"}}],
            [("/rules/0/schedule", "period_unknown", True)],
        ),
        (
            [{"contents": 'content.kind == "tile"'}, {"kind": "allow_only", "contents": 'content.kind == "tile"'}],
            [("/rules/1", "nothing_left", True), ("/rules/1", "nothing_left", True)],
        ),
        ([{"contents": 'content.kind == "tile"'}, {"when": 'scene == "x"'}], []),
        ([{"kind": "block", "enabled": False}], []),
        ([{"schedule": {"zone": "Mars/Olympus"}}], [("/rules/0/schedule/zone", "value_wrong", False)]),
        (
            [{"schedule": {"from": "2026-02-02", "until": "2026-02-01"}}],
            [("/rules/0/schedule", "value_wrong", False)],
        ),
        ([{"kind": "explode"}], [("/rules/0/kind", "value_wrong", False)]),
        ([{"kind": "quota"}], [("/rules/0/parameters", "value_wrong", False)]),
        (
            [{"kind": "quota", "parameters": {"share": 0.5, "exposures": 3}}],
            [("/rules/0/parameters", "value_wrong", False)],
        ),
        ([{"products": "product.shape == 1"}], [("/rules/0/products", "field_unknown", False)]),
        ([{"when": "person.age >"}], [("/rules/0/when", "condition_invalid", False)]),
        ([{"colour": "red"}], [("/rules/0/colour", "field_unknown", False)]),
    ],
)
def test_what_cannot_be_is_told(rules, expected):
    """With its place in the documents; warnings do not keep a configuration from taking effect."""
    told = [each for each in found(*rules) if each[1] != "rule_about_nothing" or each in expected]
    assert told == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"fallback": ["p0.tile"], "kinds": ["banner"]}, [("/touchpoints/0/fallback/0", "kind_not_taken", False)]),
        ({"fallback": ["p99.tile"]}, [("/touchpoints/0/fallback/0", "reference_unknown", False)]),
        ({"fallback": []}, [("/touchpoints/0/fallback", "fallback_missing", True)]),
        ({"kinds": ["video"], "fallback": []}, [("/touchpoints/0/kinds/0", "kind_unknown", True),
                                               ("/touchpoints/0/fallback", "fallback_missing", True)]),
        ({"goal": "joy"}, [("/touchpoints/0/goal", "event_unknown", False)]),
        ({"caps": [{"most": 200}]}, [("/touchpoints/0/caps/0/most", "cap_beyond_memory", False)]),
        ({"caps": [{"most": -2}]}, [("/touchpoints/0/caps/0/most", "out_of_range", False)]),
        ({"caps": [{}]}, [("/touchpoints/0/caps/0", "value_wrong", False)]),
        ({"slots": 0}, [("/touchpoints/0/slots", "out_of_range", False)]),
        ({"explore": 1.5}, [("/touchpoints/0/explore", "out_of_range", False)]),
        ({"policy": {"policy": "thompson"}}, []),
        ({"policy": {"policy": "nobody"}}, [("/touchpoints/0/policy", "policy_unreadable", False)]),
        ({"policy": {"policy": "thompson", "prior": -1}}, [("/touchpoints/0/policy", "policy_unreadable", False)]),
        ({"policy": {"policy": "thompson", "prior": "many"}}, [("/touchpoints/0/policy", "policy_unreadable", False)]),
    ],
)  # fmt: skip
def test_what_a_touchpoint_cannot_be(fields, expected):
    """Fallback contents of another kind, goals that are no events, caps beyond what is remembered."""
    entry = {"touchpoint": "home", "fallback": ["p0.banner"], **fields}
    assert found(touchpoints=[entry]) == expected
