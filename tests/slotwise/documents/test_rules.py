"""The document of rules: kinds with their parameters, checked when they are read."""

import pytest

from slotwise.configuration import Configuration
from slotwise.configuration.reading import read_entry
from slotwise.documents.rules import Rule
from slotwise.errors import ConfigurationError

WRITTEN = {
    "rule": "r", "title": "T", "kind": "pin", "parameters": {"slot": 2}, "touchpoints": ["home"],
    "when": "person.age > 30", "products": {"field": "product.price", "op": "<", "value": 9},
    "schedule": {"from": "2026-01-01", "zone": "Asia/Shanghai"}, "strict": True, "owner": "shop", "enabled": False,
}  # fmt: skip


def test_a_rule_is_written_as_it_was_read():
    """With its parameters known to its kind."""
    entry, problems = read_entry(Rule, WRITTEN, ("rules", 0))

    assert problems == []
    assert entry.to_json() == WRITTEN
    assert (entry.id, entry.does.name, entry.does.slot) == ("r", "pin", 2)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"kind": "explode"}, "/kind"),
        ({"parameters": {"slot": 0}}, "/parameters/slot"),
        ({"parameters": {"slot": 1, "row": 1}}, "/parameters/row"),
        ({"parameters": {"slot": "1"}}, "/parameters/slot"),
        ({"parameters": [1]}, "/parameters"),
        ({"rule": ""}, "/rule"),
        ({"rule": "with space"}, "/rule"),
        ({"when": 3}, "/when"),
        ({"schedule": {"hours": ["late"]}}, "/schedule/hours/0"),
        ({"touchpoints": "home"}, "/touchpoints"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(change, pointer):
    """Of the rule and of its kind's parameters alike."""
    entry, problems = read_entry(Rule, {**WRITTEN, **change}, ())

    assert entry is None
    assert [each.pointer for each in problems] == [pointer]


def test_a_wrong_rule_keeps_the_whole_from_taking_effect():
    """The configuration is refused with every problem."""
    with pytest.raises(ConfigurationError) as told:
        Configuration.read({"rules": [WRITTEN, {**WRITTEN, "rule": "s", "parameters": {"slot": -1}}]})
    assert [each.pointer for each in told.value.problems] == ["/rules/1/parameters/slot"]
