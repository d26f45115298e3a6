"""What is told about worklists: the shapes of answers."""

from typing import Any

from service.answered import Shape


class TaskAnswer(Shape):
    """One task: whom to speak to about what, why, and what came of it."""

    task_id: str
    staircase: str
    person_id: str
    product_id: str | None
    step: str
    status: str
    due_at: str
    expires_at: str | None
    value: float
    agent: str | None
    result: str | None
    left_at: str | None
    chance: float | None
    reason: dict[str, Any] | None
    points: list[dict[str, Any]]
    note: str | None


class WorklistAnswer(Shape):
    """A page of the tasks that are due, the most valuable first."""

    data: list[TaskAnswer]
    next_cursor: str | None


class TakenAnswer(Shape):
    """The tasks that an agent was handed."""

    data: list[TaskAnswer]


class RecordedAnswer(Shape):
    """A task that was finished, and the follow-up that came of it."""

    task: TaskAnswer
    follow_up: TaskAnswer | None


class StepsAnswer(Shape):
    """Tasks of a staircase by step, status and result, with the persons who bought afterwards."""

    staircase: str
    step: str
    status: str
    result: str | None
    tasks: int
    bought: int


class WorklistsAnswer(Shape):
    """Every staircase of the configuration in effect, and where its tasks stand."""

    staircases: list[dict[str, Any]]
    steps: list[StepsAnswer]
