"""Answering: the straight line, and what happens when a part of it is not there."""

from service.answering import asks
from service.asked import DecisionRequest
from service.timing import Timing
from slotwise.decision import ServiceLevel
from tests.service.asking import body, decide


def test_slots_come_from_the_touchpoint_unless_they_are_given(service):
    """Unknown touchpoints are not asked of the engine."""
    asked = DecisionRequest.model_validate(
        body({"touchpoint": "home"}, {"touchpoint": "bill", "slots": 1, "exclude": ["a"]}, {"touchpoint": "nowhere"})
    )
    found = asks(asked, service.models.current)

    assert [(each.touchpoint, each.slots, sorted(each.exclude)) for each in found] == [
        ("home", 5, []),
        ("bill", 1, ["a"]),
    ]


def test_an_explanation_has_no_deadline(service):
    """What is explained is what the ranker would say, however long it takes."""
    asked = DecisionRequest.model_validate(body(deadline_ms=0))
    wanted, _ = service.answering.wanted(asked, service.models.current, Timing())

    assert not wanted.expired()
    assert wanted.best is ServiceLevel.RANKER


def test_only_unknown_touchpoints_is_an_answer_too(client):
    """Every entry has its error, and the call its decision id."""
    answer = decide(client, {"touchpoint": "a"}, {"touchpoint": "b"})

    assert [each["error"]["code"] for each in answer["touchpoints"]] == ["touchpoint_unknown"] * 2


def test_a_late_answer_is_counted(client, service):
    """Past its deadline an answer is still given, and the metrics tell."""
    decide(client, deadline_ms=0.001)

    assert service.metrics.late._value.get() == 1


def test_the_clock_is_given(client, service):
    """The moment of a decision is that of the service's clock: in the decision id and in the record."""
    service.answering.wall = lambda: 1_800_000_000.0
    decision = decide(client)["decision_id"]
    service.background.stop()
    record = client.get(f"/v1/decisions/{decision}").get_json()

    assert record["decided_at"] == 1_800_000_000_000
