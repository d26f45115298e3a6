"""Backoff: how long to wait before the next try."""

FIRST = 0.25
LONGEST = 30.0


def delay(attempt: int, draw: float, retry_after: float | None = None) -> float:
    """Return seconds to wait after so many failed tries (1 or more).

    Doubles from a quarter of a second to half a minute, and lies between half of that and all of it by `draw` in
    [0, 1): many clients that failed at once must not come back at once. A Retry-After is a least time.
    """
    most = min(LONGEST, FIRST * 2.0 ** min(attempt - 1, 20))
    return max(most * (0.5 + draw / 2), min(retry_after or 0.0, LONGEST) * (1.0 + draw / 10))
