"""Taken events: each on its way from what was sent to what is stored, or to the problem that stands against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from service.asked import MAX_ID
from service.asked_events import MANY, ONE, AskedEvent
from service.careful_json import flaw
from service.cloud_events import from_cloud_event, is_cloud_event
from service.event_bodies import body_of
from service.problems import of_error, of_shape
from service.stores.new_events import NewEvent
from slotwise.errors import EventError


@dataclass(slots=True)
class Taken:
    """One event: `sent` as it came, `body` its canonical JSON, `asked` once its shape is right, `problem` if not.

    `stored` means that the very same event was stored before, although it could not be any more.
    """

    sent: Any
    body: bytes = b""
    asked: AskedEvent | None = None
    new: NewEvent | None = None
    problem: dict[str, Any] | None = None
    stored: bool = False

    @property
    def event_id(self) -> str | None:
        """The event's id, if it has a usable one."""
        found = self.sent.get("event_id") if isinstance(self.sent, dict) else None
        if not isinstance(found, str) or not 0 < len(found) <= MAX_ID:
            return None
        return None if flaw(found) else found


def take(sent: Sequence[Any], limit: int) -> list[Taken]:
    """Return the events of a batch with their shapes checked; `limit` is in bytes for each.

    All are checked at once; only where something is wrong, each by itself.
    """
    taken = [_body(Taken(each), limit) for each in sent]
    good = [each for each in taken if each.problem is None]
    try:
        shapes = MANY.validate_python([each.sent for each in good])
    except ValidationError:
        for each in good:
            _shape(each)
    else:
        for each, asked in zip(good, shapes, strict=True):
            each.asked = asked
    return taken


def _body(taken: Taken, limit: int) -> Taken:
    try:
        if is_cloud_event(taken.sent):
            taken.sent = from_cloud_event(taken.sent)
        taken.body = body_of(taken.sent, limit)
    except EventError as error:
        taken.problem = of_error(error)
    return taken


def _shape(taken: Taken) -> None:
    try:
        taken.asked = ONE.validate_python(taken.sent)
    except ValidationError as error:
        taken.problem = of_shape(error)
