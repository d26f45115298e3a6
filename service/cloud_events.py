"""CloudEvents (1.0, JSON format, structured mode): their envelope put into our own shape."""

from hashlib import blake2b
from typing import Any

from service.asked import MAX_ID
from slotwise.errors import EventError
from slotwise.events import is_event_type

ONE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
_OURS = "slotwise."
_ENVELOPE = {"specversion", "id", "type", "time", "subject", "data", "datacontenttype", "data_base64"}


def is_cloud_event(event: Any) -> bool:
    """Tell whether an event is a CloudEvent and not of our own shape."""
    return isinstance(event, dict) and "specversion" in event and "event_id" not in event


def from_cloud_event(event: Any) -> Any:
    """Return a CloudEvent in our own shape; raise EventError for one that carries no JSON object.

    `data` holds our own fields. `source` and `id` make the event's id, because only both together are unique; `time`
    is when it happened, `subject` the person unless the data names one, and other attributes become properties.
    """
    if not isinstance(event, dict):
        return event
    data = event.get("data", {})
    _check(event, data)
    found: dict[str, Any] = {**data, "event_id": _id(event.get("source"), event.get("id"))}
    found["type"] = _type(event.get("type"))
    if event.get("time") is not None:
        found["occurred_at"] = event["time"]
    if "person" not in found and event.get("subject") is not None:
        found["person"] = {"id": event["subject"]}
    own = found.get("properties", {})
    if isinstance(own, dict):
        found["properties"] = {**{name: value for name, value in event.items() if name not in _ENVELOPE}, **own}
    return found


def _check(event: dict[str, Any], data: Any) -> None:
    if event.get("specversion") != "1.0":
        raise EventError(
            "another version of CloudEvents", expected="1.0", given=event.get("specversion"), pointer="/specversion"
        )
    if "data_base64" in event or not isinstance(data, dict):
        raise EventError("data is not a JSON object", expected="an object of our fields", pointer="/data")


def _id(source: Any, name: Any) -> Any:
    if not (isinstance(source, str) and isinstance(name, str) and source and name):
        raise EventError("a CloudEvent needs source and id", expected="two texts", pointer="/id")
    whole = f"{source}#{name}"
    if len(whole) <= MAX_ID:
        return whole
    return "ce_" + blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _type(name: Any) -> Any:
    """Ours with or without `slotwise.` before it; any other name with a dot in it is a custom one."""
    if not isinstance(name, str):
        return name
    plain = name.removeprefix(_OURS)
    return plain if plain != name or is_event_type(plain) or "." not in plain else f"x.{plain}"
