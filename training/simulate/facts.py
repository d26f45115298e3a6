"""The facts that a request brings in its context, computed for many requests at once."""

from typing import Any

import numpy as np
import numpy.typing as npt

from training.simulate.clock import CYCLE_DAYS, DAY_MS, IntArray
from training.simulate.persons import Persons
from training.simulate.state import State, contract_days

LEFT_DAYS = 14
"""Days for which a process left midway counts as open."""
NEW_DEVICE_DAYS = 14
FACTS = ("data_used_ratio", "roaming", "contract_days_left", "bill_ratio", "device_new", "open_process")

Facts = dict[str, npt.NDArray[Any]]


def facts_at(persons: Persons, state: State, categories: list[str], who: IntArray, at_ms: IntArray) -> Facts:
    """Return one column a fact for persons `who` at `at_ms`: float64[n] numbers and object[n] texts (None = absent)."""
    cycle, phase = _cycle(persons, who, at_ms)
    used = persons.usage[who, cycle] * phase**0.9
    fresh_data = at_ms - state.data_pack_at[who] < CYCLE_DAYS * DAY_MS
    trip = persons.trip[who]
    open_group = open_process(state, who, at_ms)
    names = np.array([*categories, None], object)
    return {
        "data_used_ratio": np.round(np.where(fresh_data, used / 1.6, used), 3),
        "roaming": _flag((at_ms >= trip[:, 0]) & (at_ms < trip[:, 1])),
        "contract_days_left": contract_days(state, who, at_ms),
        "bill_ratio": np.round(persons.bill[who, cycle], 3),
        "device_new": _flag(
            (at_ms >= state.device_since[who]) & (at_ms - state.device_since[who] < NEW_DEVICE_DAYS * DAY_MS)
        ),
        "open_process": names[open_group],
    }


def open_process(state: State, who: IntArray, at_ms: IntArray) -> IntArray:
    """Return the category whose process was left last and is still open, int64[n]; -1 where there is none."""
    left = state.left_at[who]
    group = np.argmax(left, axis=1)
    last = left[np.arange(len(who)), group]
    return np.where((last > 0) & (at_ms - last < LEFT_DAYS * DAY_MS), group, -1)


def _cycle(persons: Persons, who: IntArray, at_ms: IntArray) -> tuple[IntArray, npt.NDArray[np.float64]]:
    """Return number and passed share of the billing month; beyond the last month the last one repeats."""
    months = (at_ms - persons.cycle_start[who]) / (CYCLE_DAYS * DAY_MS)
    number = np.floor(months)
    return np.clip(number, 0, persons.usage.shape[1] - 1).astype(np.int64), months - number


def _flag(mask: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    return np.where(mask, np.array("yes", object), np.array("no", object))
