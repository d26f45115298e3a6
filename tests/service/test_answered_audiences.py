"""What is told about audiences: the shapes hold what the office tells."""

from service.answered_audiences import AudienceExportAnswer, LiftAnswer
from service.audiences.outcomes import Outcome, told
from service.audiences.telling import export_told
from service.stores.audience_exports import Export
from slotwise.lift import Group, Lift


def test_an_export_fits():
    """What is told of an export is what the answer says."""
    found = export_told(Export("ax_1", "a", 0, "anna", 3, 5, 2, {"state": "noted", "over_limit": 1}))

    assert AudienceExportAnswer.model_validate(found).treated == 5


def test_a_lift_fits():
    """What is told of a lift is what the answer says, also where nothing can be said."""
    for converted in (0, 9):
        outcome = Outcome(Lift(Group(100, converted), Group(100, converted)), 0, 5, False, 0)
        found = {"export_id": "ax_1", **told(outcome), "since": "1970", "until": "1970"}
        answer = LiftAnswer.model_validate(found)
        assert (answer.difference is None) == (converted == 0)
