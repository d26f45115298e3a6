"""Time in the simulated world: milliseconds UTC in the log, local time (UTC+8) for the persons' rhythm."""

from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
LOCAL_OFFSET_MS = 8 * HOUR_MS
"""The operator's customers live in one time zone without daylight saving."""
START_MS = 1_780_243_200_000
"""Monday 2026-06-01 00:00 local time, the default first moment of a log."""
CYCLE_DAYS = 30
"""Length of a billing month in days."""

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


def local_midnight(day: datetime) -> int:
    """Return the first moment of a local day in ms UTC; the time of day and any time zone of `day` are ignored."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1_000 - LOCAL_OFFSET_MS


def local_hour(at_ms: IntArray) -> IntArray:
    """Return the local hour of day, 0 to 23, of moments in ms UTC."""
    return (at_ms + LOCAL_OFFSET_MS) // HOUR_MS % 24


def weekday(at_ms: int) -> int:
    """Return the local day of the week of a moment in ms UTC, 0 for Monday."""
    # The first of January 1970 was a Thursday.
    return ((at_ms + LOCAL_OFFSET_MS) // DAY_MS + 3) % 7


def half_lives(elapsed_ms: IntArray, half_life_days: float) -> FloatArray:
    """Return 0.5 ** (elapsed / half-life), the share that is left of a decaying quantity."""
    return np.exp2(-np.maximum(elapsed_ms, 0) / (half_life_days * DAY_MS))
