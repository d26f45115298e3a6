"""Standstill: in a world where nothing has happened for long, time stands at its last event.

A model of an old log, such as a public data set, would otherwise see every count decayed to nothing and
every person as gone for years. As soon as events come in, time is the wall clock's again.
"""

STANDSTILL = 7 * 86_400_000
"""Silence in ms after which time stands still."""


def stands_still(newest: int, wall: int) -> bool:
    """Tell whether time stands still: `newest` is the last event known, `wall` the clock, both ms UTC.

    A log that ends after the wall clock's time stands still as well.
    """
    return not 0 <= wall - newest <= STANDSTILL
