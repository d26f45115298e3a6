"""Errors of events and requests: what cannot be accepted, was sent before, or was not signed here."""

from slotwise.errors.base import SlotwiseError


class EventError(SlotwiseError):
    """An event is about a moment that cannot be."""

    code = "event_invalid"
    title = "The event cannot be accepted"


class EventTooOldError(EventError):
    """An event happened longer ago than the installation looks back."""

    code = "event_too_old"


class EventInFutureError(EventError):
    """An event has not happened yet, by more than clocks may be wrong."""

    code = "event_in_future"


class EventTooLargeError(EventError):
    """An event has more bytes than one may have."""

    code = "event_too_large"


class EventMalformedError(EventError):
    """An event holds what JSON or a database cannot hold."""

    code = "event_malformed"


class EventConflictError(SlotwiseError):
    """The id of an event was used before, for an event that says something else."""

    code = "event_conflict"
    title = "The event id has been used"


class UnknownRejectionError(SlotwiseError):
    """There is no rejected event of that number."""

    code = "rejection_unknown"
    title = "Unknown rejected event"


class ResolvedRejectionError(SlotwiseError):
    """A rejected event was dealt with before."""

    code = "rejection_resolved"
    title = "The rejected event was dealt with"


class TokenError(SlotwiseError):
    """A placement's token was not signed by this installation, was changed, or has expired."""

    code = "token_invalid"
    title = "The token is not valid"


class TokenExpiredError(TokenError):
    """A placement's token was signed here, too long ago."""

    code = "token_expired"
    title = "The token has expired"


class RepeatError(SlotwiseError):
    """A request id was used before, for another person."""

    code = "request_id_reused"
    title = "The request id has been used"
