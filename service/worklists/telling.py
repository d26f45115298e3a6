"""Telling: tasks as documents, and pages of them."""

import struct
from typing import Any

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


CURSOR = r"^[0-9a-f]{16}t_[0-9a-f]{1,64}(\.[0-9]{1,6})?$"
"""Form of a cursor: the bits of a value, and the id of a task."""


def cursor_of(task: Task) -> str:
    """Return where the page after this task begins."""
    return struct.pack(">d", task.value).hex() + task.task_id


def place_of(cursor: str) -> Place:
    """Return the place that a cursor of the right form names."""
    (value,) = struct.unpack(">d", bytes.fromhex(cursor[:16]))
    return Place(value, cursor[16:])
