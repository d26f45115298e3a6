"""What is told about persons: shapes that nothing unknown fits into."""

import pytest
from pydantic import ValidationError

from service import answered_persons
from service.answered import Shape


def test_nothing_but_what_is_declared_is_told():
    """Every shape but the export, which has a list for each table, is closed."""
    shapes = [each for each in vars(answered_persons).values() if isinstance(each, type) and issubclass(each, Shape)]

    assert len(shapes) > 10
    assert all(each.model_config["extra"] == "forbid" for each in shapes)


def test_a_receipt_has_no_room_for_a_name():
    """A receipt with anything else in it is none."""
    receipt = {"receipt": "er_1", "status": "completed", "asked_at": "", "completed_at": None, "deleted": {}}
    answered_persons.ErasureAnswer.model_validate({**receipt, "remains": []})
    with pytest.raises(ValidationError):
        answered_persons.ErasureAnswer.model_validate({**receipt, "remains": [], "person_id": "p"})
