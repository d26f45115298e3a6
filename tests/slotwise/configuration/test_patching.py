"""Patching: fields of entries change, entries come and go, and a patch that does not apply says why."""

import pytest

from slotwise.configuration import Configuration
from slotwise.configuration.patching import merged, patched

BASE = Configuration.read(
    {
        "touchpoints": [{"touchpoint": "home", "slots": 3, "explore": 0.1}],
        "rules": [{"rule": "cap", "kind": "frequency_cap", "parameters": {"most": 3}}],
    }
)


def apply(patch):
    """The patched documents, and the pointers and codes of what is wrong."""
    entries, wrong = patched(BASE.entries, patch)
    return Configuration(entries).to_json(), [(each.pointer, each.code) for each in wrong]


@pytest.mark.parametrize(
    ("old", "patch", "new"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_merging_is_that_of_the_standard(old, patch, new):
    """Examples of RFC 7396, appendix A."""
    assert merged(old, patch) == new


def test_fields_change_and_the_rest_stays():
    """Without touching what was patched."""
    found, wrong = apply({"touchpoints": {"home": {"explore": 0.5}}})

    assert wrong == []
    assert found["touchpoints"] == [{"touchpoint": "home", "slots": 3, "explore": 0.5}]
    assert found["rules"] == BASE.to_json()["rules"]
    assert BASE.to_json()["touchpoints"][0]["explore"] == 0.1


def test_rules_come_and_go():
    """Null takes one away, a new one comes behind all others."""
    assert apply({"rules": {"cap": None}})[0]["rules"] == []
    found, wrong = apply({"rules": {"new": {"kind": "frequency_cap", "parameters": {"most": 1}}}})
    assert ([each["rule"] for each in found["rules"]], wrong) == (["cap", "new"], [])


@pytest.mark.parametrize(
    ("patch", "wrong"),
    [
        ({"metrics": {"m": {}}}, [("/metrics", "not_patchable")]),
        ({"experiments": {"e": {}}}, [("/experiments", "not_patchable")]),
        ({"nothing": {"m": {}}}, [("/nothing", "not_patchable")]),
        ({"touchpoints": {"bill": {"slots": 1}}}, [("/touchpoints/bill", "reference_unknown")]),
        ({"scenes": {"s": {}}}, [("/scenes/s", "reference_unknown")]),
        ({"rules": {"gone": None}}, [("/rules/gone", "reference_unknown")]),
        ({"touchpoints": {"home": {"touchpoint": "x"}}}, [("/touchpoints/home/touchpoint", "value_wrong")]),
        ({"touchpoints": {"home": {"slots": "many"}}}, [("/touchpoints/home/slots", "type_wrong")]),
        ({"touchpoints": {"home": {"nothing": 1}}}, [("/touchpoints/home/nothing", "field_unknown")]),
    ],
)
def test_what_does_not_apply_is_told(patch, wrong):
    """With the place in the patch."""
    assert apply(patch)[1] == wrong
