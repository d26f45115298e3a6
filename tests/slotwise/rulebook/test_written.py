"""Written: documents and what they bring along have all that the rulebook reads."""

from slotwise.documents.rules import Rule
from slotwise.documents.touchpoints import Touchpoint
from slotwise.rulebook.written import WrittenRule, WrittenTouchpoint


def members(protocol: type) -> set[str]:
    """What a protocol asks for."""
    return {name for name in vars(protocol) if not name.startswith("_")}


def test_entries_have_what_the_rulebook_reads():
    """Rules, touchpoints and the rules that touchpoints bring along."""
    rule = Rule.model_validate({"rule": "r", "kind": "block"})
    touchpoint = Touchpoint.model_validate({"touchpoint": "t", "caps": [{"most": 1}]})

    for each, protocol in ((rule, WrittenRule), (touchpoint.rules()[0], WrittenRule), (touchpoint, WrittenTouchpoint)):
        assert [name for name in members(protocol) if not hasattr(each, name)] == []
