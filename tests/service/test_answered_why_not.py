"""The shape of the answer."""

from service.answered_why_not import WhyNotAnswer


def test_a_reason_may_have_a_rule():
    """Or none, when it is the catalogue or the ranking that speaks."""
    rule = {"id": "r", "title": "", "kind": "block", "owner": ""}
    reasons = [{"code": "rule", "detail": "d", "blocks": True, "rule": each, "facts": {}} for each in (rule, None)]
    answer = {
        "person_id": None,
        "touchpoint": "t",
        "content_id": "c",
        "scene": None,
        "blocked": True,
        "reasons": reasons,
    }

    assert WhyNotAnswer.model_validate(answer).reasons[0].rule.id == "r"
