"""Telling: tasks as documents, and pages of them."""

import base64
import binascii
from typing import Any

import orjson

from service.moments import to_text
from service.stores.tasks import Place, Task


def told(task: Task) -> dict[str, Any]:
    """Return a task as it is shown."""
    left = task.body.get("left_at")
    return {
        "task_id": task.task_id,
        "staircase": task.staircase,
        "person_id": task.person_id,
        "product_id": task.product_id,
        "step": task.step,
        "status": task.status,
        "due_at": to_text(task.due_at),
        "expires_at": None if task.expires_at is None else to_text(task.expires_at),
        "value": task.value,
        "agent": task.agent,
        "result": task.result,
        "left_at": None if left is None else to_text(left),
        "chance": task.body.get("chance"),
        "reason": task.body.get("reason"),
        "points": task.body.get("points", []),
        "note": task.body.get("note"),
    }


def cursor_of(task: Task) -> str:
    """Return where the page after this task begins, as an opaque text."""
    return base64.urlsafe_b64encode(orjson.dumps([task.value, task.task_id])).decode()


def place_of(cursor: str) -> Place | None:
    """Return the place that a cursor names, None for what is none."""
    try:
        value, task_id = orjson.loads(base64.urlsafe_b64decode(cursor.encode()))
        return Place(float(value), str(task_id))
    except (ValueError, TypeError, binascii.Error):
        return None
