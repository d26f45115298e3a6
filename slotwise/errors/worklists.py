"""Errors of worklists: staircases, tasks and desks."""

from slotwise.errors.base import SlotwiseError


class UnknownStaircaseError(SlotwiseError):
    """The configuration in effect has no staircase of this name."""

    code = "staircase_unknown"
    title = "There is no such staircase"


class UnknownTaskError(SlotwiseError):
    """No task has this id."""

    code = "task_unknown"
    title = "There is no such task"


class TaskHeldError(SlotwiseError):
    """A task is not with the agent who wants to change it."""

    code = "task_held"
    title = "The task is not yours to change"


class TaskResultError(SlotwiseError):
    """A result that the staircase does not know."""

    code = "task_result_invalid"
    title = "The result cannot be recorded"


class DeskClosedError(SlotwiseError):
    """No task is handed out now: it is outside of the opening hours, or the day's capacity is used up."""

    code = "desk_closed"
    title = "No task is handed out now"
