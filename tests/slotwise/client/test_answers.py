"""Answers become dataclasses; what a newer service adds does no harm."""

import pytest

from slotwise.client.answers import Reason, read_decision

ANSWER = {
    "request_id": "r",
    "decision_id": "d_1",
    "person": {"id": "p", "known": True},
    "scene": "roaming",
    "touchpoints": [
        {
            "touchpoint": "home",
            "service_level": "ranker",
            "placements": [
                {
                    "slot": 1,
                    "content_id": "c",
                    "product_id": "p1",
                    "title": "A",
                    "score": 0.5,
                    "propensity": 0.25,
                    "token": "t",
                    "reason": {"code": "again", "text": "Again", "of_tomorrow": 1},
                    "of_tomorrow": 1,
                }
            ],
        },
        {"touchpoint": "nowhere", "placements": [], "error": {"code": "touchpoint_unknown"}},
    ],
    "ttl_seconds": 60,
    "of_tomorrow": [],
}


def test_a_decision_is_read():
    """Placements by touchpoint, with whom they are for and all that events have to say."""
    found = read_decision(ANSWER, {"id": "p"})
    placement = found["home"][0]

    assert (found.scene, found.known, found.ttl_seconds) == ("roaming", True, 60)
    assert (placement.touchpoint, placement.slot, placement.content_id, placement.token) == ("home", 1, "c", "t")
    assert placement.reason == Reason("again", "Again")
    assert placement.person == {"id": "p"}
    assert found.slates["nowhere"].error == "touchpoint_unknown"


def test_what_is_no_decision_is_an_error():
    """Half of an answer is not read as a whole one."""
    with pytest.raises(KeyError):
        read_decision({"touchpoints": []}, {})
