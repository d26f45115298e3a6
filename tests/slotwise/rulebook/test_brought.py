"""Rules that touchpoints bring along: on their touchpoint, always, about everything."""

from slotwise.documents.touchpoints import Touchpoint
from slotwise.rulebook.brought import Brought


def test_a_touchpoint_brings_its_caps_along():
    """Each under a name of its own."""
    entry = Touchpoint.model_validate({"touchpoint": "home", "caps": [{"most": 2}, {"rest_hours": 24.0}]})
    found = entry.rules()

    varied = Touchpoint.model_validate({"touchpoint": "home", "per_category": 2}).rules()
    assert [(each.id, each.does.most) for each in varied] == [("home#variety", 2)]
    assert [type(each) for each in found] == [Brought, Brought]
    assert [each.id for each in found] == ["home#cap-1", "home#cap-2"]
    assert all(each.enabled and each.touchpoints == ["home"] and each.when is None for each in found)
