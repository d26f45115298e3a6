"""Recording: every step that an agent walks with a person is an event of the log, like everything else they did."""

from typing import Any

from service.ingest import REJECTED, Ingest
from service.log import logger
from service.moments import to_text
from service.stores.tasks import Task
from slotwise.errors import StoreError

MADE, TAKEN, RESULT = "x.task.made", "x.task.taken", "x.task.result"
"""Types of the events: a task stands in a worklist, an agent has it, an agent recorded what came of it."""
_log = logger("worklists")


class Recording:
    """Writes the events of tasks."""

    def __init__(self, ingest: Ingest):
        self._ingest = ingest

    def record(self, kind: str, task: Task, touchpoint: str, at: int, **properties: Any) -> bool:
        """Store one event (ms UTC), once however often it is recorded; tell whether it is there.

        The task itself is what counts: an event that cannot be stored now is told in the log of the service.
        """
        event = {
            "event_id": f"{task.task_id}:{kind}:{task.revision}",
            "type": kind,
            "occurred_at": to_text(at),
            "person": {"id": task.person_id},
            "touchpoint": touchpoint,
            "properties": {"task_id": task.task_id, "staircase": task.staircase, "step": task.step, **properties},
        }
        if task.product_id is not None:
            event["product_id"] = task.product_id
        try:
            outcome = self._ingest.take([event])[0]
        except StoreError as error:
            _log.warning("event of a task not stored", task=task.task_id, detail=error.detail)
            return False
        if outcome.status == REJECTED:
            _log.warning("event of a task refused", task=task.task_id, problem=outcome.problem)
        return outcome.status != REJECTED
