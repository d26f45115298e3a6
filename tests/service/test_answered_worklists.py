"""What is told about worklists: shapes that nothing unknown fits into."""

import pytest
from pydantic import ValidationError

from service.answered_worklists import RecordedAnswer, TaskAnswer
from service.stores.tasks import Task
from service.worklists.telling import told

TASK = told(Task("t_1", "s", "p", None, "human", 0, None, 1.0, 0))


def test_a_task_as_it_is_told_fits():
    """Whatever is not known of it is null, and nothing is left out."""
    assert TaskAnswer.model_validate(TASK).product_id is None
    RecordedAnswer.model_validate({"task": TASK, "follow_up": None})


def test_nothing_else_fits():
    """A phone number has no place in a task."""
    with pytest.raises(ValidationError):
        TaskAnswer.model_validate({**TASK, "phone": "1"})
