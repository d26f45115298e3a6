"""Waiting: how long the current request has waited for its turn, told by the server, asked by the application."""

from threading import local

_current = local()


def tell(seconds: float) -> None:
    """Say how long the request that comes next in this thread has waited since all of it was here."""
    _current.seconds = seconds


def waited() -> float:
    """Return seconds; 0 when no server told, as in tests."""
    return getattr(_current, "seconds", 0.0)
