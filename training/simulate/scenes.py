"""Names the scene of many requests at once: each scene's condition as a mask over columns of facts."""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from slotwise.errors import ConditionError

Facts = Mapping[str, npt.NDArray[Any]]
Mask = npt.NDArray[np.bool_]

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "in": lambda column, values: np.isin(column, values),
}  # fmt: skip


def scene_codes(scenes: Sequence[Mapping[str, Any]], facts: Facts) -> npt.NDArray[np.int64]:
    """Return the code of each row's scene, int64[n]; len(scenes) where none holds.

    `facts` maps a fact's name, without the prefix context., to a column of n values.
    Of the scenes that hold, the one with the highest priority wins; among equals, the first.
    """
    codes = np.full(len(next(iter(facts.values()))), len(scenes), np.int64)
    for code in sorted(range(len(scenes)), key=lambda code: (scenes[code].get("priority", 0), -code)):
        codes[_mask(scenes[code]["when"], facts)] = code
    return codes


def _mask(when: Mapping[str, Any], facts: Facts) -> Mask:
    if "all" in when:
        return np.logical_and.reduce([_mask(part, facts) for part in when["all"]])
    if "any" in when:
        return np.logical_or.reduce([_mask(part, facts) for part in when["any"]])
    if "not" in when:
        return ~_mask(when["not"], facts)
    column = facts.get(str(when.get("field", "")).removeprefix("context."))
    compare = OPERATORS.get(str(when.get("op")))
    if column is None or compare is None:
        raise ConditionError(
            f"the condition {dict(when)} cannot be simulated",
            expected=f"{sorted(facts)} with {sorted(OPERATORS)}",
            given=when,
        )
    return np.asarray(compare(column, when["value"]), bool)
