"""Event: one thing a person did, was shown or decided, and how strongly each kind speaks for a product."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

import numpy as np


class EventType(StrEnum):
    """The kinds of events that Slotwise understands; anything else must be called `x.<name>`.

    A search for a product is one that tags understand, without weight for any model.
    """

    EXPOSURE = "exposure"
    VIEW = "view"
    CLICK = "click"
    START = "start"
    STEP = "step"
    LEAVE = "leave"
    CONVERT = "convert"
    DISMISS = "dismiss"
    SEARCH = "x.search"


KINDS: tuple[str, ...] = tuple(EventType)
"""Kinds in the order of their codes: the int8 `kind` column of the log indexes this tuple."""

KIND_CODE: dict[str, int] = {kind: code for code, kind in enumerate(KINDS)}
OTHER_KIND = len(KINDS)
"""Code of custom events (`x.*`): kept in the log, without weight for any model."""

STRENGTH = np.array([0.0, 1.0, 1.0, 2.0, 2.0, 0.0, 4.0, 0.0, 0.0, 0.0], dtype=np.float32)
"""float32 (len(KINDS) + 1,): implicit-feedback weight of one event of each kind."""


CONSENT = "consent"
"""Type of the events in which a person says what may be done with what is known of them: no behaviour, so no kind."""


def kind_code(name: str) -> int:
    """Return the code of an event type; custom types share one code."""
    return KIND_CODE.get(name, OTHER_KIND)


def is_event_type(name: str) -> bool:
    """Tell whether a string may be used as the type of an event."""
    return name in KIND_CODE or (name.startswith("x.") and len(name) > 2)


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person allows: whether answers may be personal at all, and which of their attributes may not be used."""

    personalize: bool = True
    hidden: tuple[str, ...] = ()
    """Names of attributes, and of tags as `tags.<tag>`, sorted."""


class Event(NamedTuple):
    """One fact of the log. Times are milliseconds since 1970 in UTC; slots count from 1.

    A tuple with names, as a frozen dataclass of so many fields takes five times as long to make.
    """

    event_id: str
    occurred_at: int
    person_id: str
    type: str
    product_id: str | None = None
    content_id: str | None = None
    touchpoint: str | None = None
    slot: int | None = None
    decision_id: str | None = None
    session: str | None = None
    scene: str | None = None
    value: float | None = None
    currency: str | None = None
    context: Mapping[str, str | float] = MappingProxyType({})
    consent: Consent | None = None
    """What events of type CONSENT say."""
