"""Errors of keys: who may not call, and why."""

from slotwise.errors.base import SlotwiseError


class UnknownKeyError(SlotwiseError):
    """There is no key of that id."""

    code = "key_unknown"
    title = "Unknown key"


class KeyRefusedError(SlotwiseError):
    """What was shown is not a key of this installation."""

    code = "key_invalid"
    title = "The key is not valid"


class KeyRevokedError(KeyRefusedError):
    """The key has been revoked."""

    code = "key_revoked"
    title = "The key has been revoked"


class KeyExpiredError(KeyRefusedError):
    """The key's time is over."""

    code = "key_expired"
    title = "The key has expired"


class SignatureError(KeyRefusedError):
    """A request's signature is missing, does not match, or is of another time."""

    code = "signature_invalid"
    title = "The signature is not valid"


class ReplayError(KeyRefusedError):
    """A signed request came a second time."""

    code = "signature_replayed"
    title = "The request was sent before"
