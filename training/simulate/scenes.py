"""Names the scene of many requests at once: each scene's condition as a mask over columns of facts."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from slotwise.conditions import Column, Columns, Condition, Numbers
from slotwise.conditions.columns import texts
from slotwise.errors import ConditionError

Facts = Mapping[str, npt.NDArray[Any]]
_CONTEXT = "context."


class _ContextColumns(Columns):
    """The facts of n requests; what a request does not bring along, such as tags, is unknown here."""

    def __init__(self, facts: Facts):
        self._facts = facts

    def __len__(self) -> int:
        return len(next(iter(self._facts.values())))

    def column(self, name: str) -> Column | None:
        """Return the column of a fact of the context."""
        found = self._facts.get(name.removeprefix(_CONTEXT)) if name.startswith(_CONTEXT) else None
        if found is None:
            return None
        return texts(found.tolist()) if found.dtype == object else Numbers(found.astype(np.float64))


def scene_codes(scenes: Sequence[Mapping[str, Any]], facts: Facts) -> npt.NDArray[np.int64]:
    """Return the code of each row's scene, int64[n]; len(scenes) where none holds.

    `facts` maps a fact's name, without the prefix context., to a column of n values.
    Of the scenes that hold, the one with the highest priority wins; among equals, the first. Raises ConditionError
    for a condition over a fact of the context that is not simulated.
    """
    columns = _ContextColumns(facts)
    codes = np.full(len(columns), len(scenes), np.int64)
    for code in sorted(range(len(scenes)), key=lambda code: (scenes[code].get("priority", 0), -code)):
        codes[_condition(scenes[code]["when"], facts).over(columns)] = code
    return codes


def _condition(when: Any, facts: Facts) -> Condition:
    condition = Condition.of(when)
    asked = {name for name in condition.names if name.startswith(_CONTEXT)}
    strange = sorted(asked - {_CONTEXT + name for name in facts})
    if strange:
        detail = f"the condition {condition.text} cannot be simulated"
        raise ConditionError(detail, expected=sorted(facts), given=strange)
    return condition
