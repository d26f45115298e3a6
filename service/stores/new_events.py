"""What the log takes in, and what it says about each."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from service.namespaces import Claim
from slotwise.events import Event

_NONE: Mapping[str, Any] = MappingProxyType({})


class Attributed(StrEnum):
    """How an event came to the decision that it names: a signed token, the caller's word, or a single exposure."""

    TOKEN = "token"
    GIVEN = "given"
    INFERRED = "inferred"
    NOT = ""


class Status(StrEnum):
    """What became of an event that was to be stored."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    """The same event was stored before, or stands earlier in the batch."""
    CONFLICT = "conflict"
    """The id belongs to an event that says something else; this one is kept among the refused."""
    ERASED = "erased"
    """It is about a person who was erased; nothing of it is kept but that it came."""


class NewEvent(NamedTuple):
    """An event that has been checked, with what the engine does not read.

    `digest` is 16 bytes of the canonical body: the same id with another digest is another event. `skew_ms` is what was
    added to the client's clock. `identities` are those that the event named beside its person, `claims` what it says
    about whose they are, as far as its sender may say so. `body` is the event as it was sent, to be kept if it is
    refused.
    """

    event: Event
    received_at: int
    properties: Mapping[str, Any] = _NONE
    digest: bytes | None = None
    skew_ms: int = 0
    attributed: str = Attributed.NOT
    identities: Mapping[str, str] = _NONE
    body: bytes = b""
    claims: tuple[Claim, ...] = ()


class Verdict(NamedTuple):
    """What became of an event, and how it was attributed in the end."""

    status: Status
    attributed: str = Attributed.NOT


class Stored(NamedTuple):
    """An event with its place in the log."""

    seq: int
    event: Event
