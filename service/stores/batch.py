"""A batch of events against the log: which of them are new, and which decision they belong to."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from service.stores.log_sql import Key, Shown
from service.stores.new_events import Attributed, NewEvent, Status
from slotwise.events import Event, EventType

WINDOW_MS = 86_400_000
"""Attribution window of a touchpoint that the caller gives none for, ms."""
_EXPOSURE = EventType.EXPOSURE.value


def judge(new: Sequence[NewEvent | None], known: Mapping[str, bytes | None]) -> list[Status]:
    """Return what becomes of each event; None stands for one of an erased person. `known` are digests by event id.

    Of those with one id the first is the event, in the log or in the batch.
    """
    seen = dict(known)
    found = []
    for each in new:
        if each is None:
            found.append(Status.ERASED)
        elif (event_id := each.event.event_id) in seen:
            before = seen[event_id]
            same = before is None or each.digest is None or bytes(before) == each.digest
            found.append(Status.DUPLICATE if same else Status.CONFLICT)
        else:
            seen[event_id] = each.digest
            found.append(Status.ACCEPTED)
    return found


def placement(event: Event) -> Key | None:
    """Return which placement an event is the exposure of, or None."""
    if event.type != _EXPOSURE or event.decision_id is None or event.content_id is None:
        return None
    return event.decision_id, event.slot or 0, event.content_id


def exposure_rows(events: Collection[Event]) -> dict[Key, tuple[Any, ...]]:
    """Return the rows of those events that are exposures, the first of each placement."""
    rows: dict[Key, tuple[Any, ...]] = {}
    for event in events:
        key = placement(event)
        if key is not None and key not in rows:
            rows[key] = (*key, event.person_id, event.touchpoint, event.product_id, event.occurred_at)
    return rows


def repeats(events: Sequence[Event], fresh: set[Key]) -> list[bool]:
    """Tell of each event whether it is the exposure of a placement that was counted before; `fresh` are those that
    were not, before this batch."""
    left, found = set(fresh), []
    for event in events:
        key = placement(event)
        found.append(key is not None and key not in left)
        if key is not None:
            left.discard(key)
    return found


def unattributed(event: Event) -> bool:
    """Tell whether an event may belong to a decision that it does not name."""
    return event.decision_id is None and event.content_id is not None and event.type != _EXPOSURE


def attribute(new: NewEvent, shown: Sequence[Shown], windows: Mapping[str, int]) -> NewEvent:
    """Return the event with the decision of the only exposure within its touchpoint's window, or as it was."""
    event = new.event
    found = [
        each for each in shown if 0 <= event.occurred_at - each.at <= windows.get(each.touchpoint or "", WINDOW_MS)
    ]
    if len(found) != 1 or (event.touchpoint or found[0].touchpoint) != found[0].touchpoint:
        return new
    only = found[0]
    attributed = event._replace(
        decision_id=only.decision_id,
        slot=only.slot or event.slot,
        touchpoint=only.touchpoint,
        product_id=event.product_id or only.product_id,
    )
    return new._replace(event=attributed, attributed=Attributed.INFERRED)
