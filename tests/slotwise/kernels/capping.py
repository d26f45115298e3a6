"""Persons and caps for the tests of both forms of the kernel: 6 contents of 4 products in 2 categories."""

from typing import Any

import numpy as np

HOUR = 3_600_000
NOW = 100 * HOUR
CLICK = 1
PRODUCT = np.array([0, 1, 2, 3, 0, 1], np.int32)
CATEGORY = np.array([0, 1, 1, -1], np.int32)
"""The last product has none."""
TOUCHPOINTS = 3


def grouped(codes: Any, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the contents of each code begin, int64 (count + 1,), and these contents, int32 (n,)."""
    start = np.searchsorted(np.sort(codes), np.arange(count + 1)).astype(np.int64)
    return start, np.argsort(codes, kind="stable").astype(np.int32)


def closed(form: Any, *past_and_rules: Any) -> list:  # type: ignore[type-arg]
    """What each cap closes now, see `closing`."""
    return closing(form, *past_and_rules)[0]


def closing(  # type: ignore[no-untyped-def]
    form, shown: list[tuple], history: list[tuple], rules: list[list[int]], masks=None, now: int = NOW
) -> tuple[list, int]:  # type: ignore[type-arg]
    """What each cap closes: contents, and the touchpoints where it does; None where it is not reached. And until when.

    shown: content, hour, dismissed, touchpoint; history: product, kind, hour, touchpoint; rules: most, hours, per,
    hours of rest, on. Old to new.
    """
    masks = np.ones((len(rules), len(PRODUCT)), bool) if masks is None else np.array(masks, bool)
    about = np.zeros((len(rules), len(CATEGORY)), bool)
    for row, mask in enumerate(masks):
        about[row, PRODUCT[mask]] = True
    seen = np.array(shown, np.int64).reshape(len(shown), 4).T
    past = np.array(history, np.int64).reshape(len(history), 4).T
    table = np.array(rules, np.int64).reshape(len(rules), 5) * [1, HOUR, 1, HOUR, 1]
    out, there = np.zeros(masks.shape, bool), np.ones((len(rules), TOUCHPOINTS), bool)
    counts = np.zeros(len(rules) + 1, np.int64)
    form.closed(
        now, CLICK, seen[0].astype(np.int32), seen[1] * HOUR, seen[2] > 0, seen[3].astype(np.int32),
        past[0].astype(np.int32), past[1].astype(np.int8), past[2] * HOUR, past[3].astype(np.int32), table, masks,
        about, PRODUCT, CATEGORY, *grouped(PRODUCT, len(CATEGORY)), *grouped(CATEGORY[PRODUCT], 2), out, there, counts,
    )  # fmt: skip
    found = [(np.flatnonzero(out[row]).tolist(), np.flatnonzero(there[row]).tolist()) for row in range(len(rules))]
    *closes, until = counts.tolist()
    assert all(len(each[0]) == count for each, count in zip(found, closes, strict=True) if count >= 0)
    return [each if count >= 0 else None for each, count in zip(found, closes, strict=True)], until
