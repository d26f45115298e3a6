"""The reference of frequency caps: counted in the window, by key, and at rest after a dismissal."""

import numpy as np

from slotwise.kernels import capping_numpy
from slotwise.kernels.capping_numpy import ALL, CONTENT

HOUR = 3_600_000


def reached(times, counted, dismissed, keys, rules) -> list[list[bool]]:
    table = np.zeros((5, len(times)), np.int32)
    table[CONTENT] = keys
    out = np.empty((len(rules), len(times)), bool)
    capping_numpy.reached(
        100 * HOUR, np.array(times, np.int64) * HOUR, np.array(counted, bool), np.array(dismissed, bool), table,
        np.array(rules, np.int64), out,
    )  # fmt: skip
    return out.tolist()


def test_a_key_with_enough_in_the_window_is_at_its_cap():
    """All entries of the key, those outside of the window too; what is not counted counts nowhere."""
    times, keys = [10, 98, 99, 99], [7, 7, 7, 8]
    never = [[False] * 4]
    two = [[2, 24 * HOUR, CONTENT, 0]]

    assert reached(times, [[True] * 4], never, keys, two) == [[True, True, True, False]]
    assert reached(times, [[True, True, False, True]], never, keys, two) == [[False] * 4]
    assert reached(times, [[True] * 4], never, keys, [[3, 24 * HOUR, ALL, 0]]) == [[True] * 4]


def test_a_dismissal_rests():
    """As long as the rest lasts, whatever was counted."""
    sent_away = [[False, True, False]]
    rest = [[0, HOUR, CONTENT, 5 * HOUR]]

    assert reached([94, 96, 99], [[False] * 3], sent_away, [1, 2, 2], rest) == [[False, True, True]]
    assert reached([94, 95, 99], [[False] * 3], sent_away, [1, 2, 2], rest) == [[False] * 3]


def test_what_has_no_key_is_never_capped():
    """A product without a category is counted with no other one."""
    rules = [[1, 24 * HOUR, CONTENT, 24 * HOUR]]

    assert reached([99, 99], [[True, True]], [[True, True]], [-1, -1], rules) == [[False, False]]
