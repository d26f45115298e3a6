"""Questions: the different parts of many conditions, so that what conditions share is asked once a request.

A condition that joins parts by && is true when all of them are, so its parts are asked one by one: two hundred rules of
a few cities, tiers and tags come down to a few dozen questions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise.conditions import Condition, Facts
from slotwise.conditions.tree import Joined

NO, YES, FAILED, UNASKED = range(4)
"""What a question or a condition says."""


TOUCHPOINT = "touchpoint"
"""The only fact that differs between the touchpoints of one call."""


@dataclass(frozen=True, eq=False)
class Asked:
    """The questions of k conditions: places intp (q,), which of them differ by touchpoint, needs bool (k, q)."""

    questions: NDArray[np.intp]
    by_place: NDArray[np.bool_]
    needs: NDArray[np.bool_]

    def said(self, answers: NDArray[np.int8]) -> NDArray[np.int8]:
        """Return int8 (k,): what the conditions say, from the answers int8 (q,) to their questions.

        One part that is not true decides; else one that could not be asked.
        """
        said: NDArray[np.int8] = np.where((self.needs & (answers == NO)).any(axis=1), NO, YES).astype(np.int8)
        failed = answers == FAILED
        if failed.any():
            said[(said == YES) & (self.needs & failed).any(axis=1)] = FAILED
        return said


class Questions:
    """The q parts of c conditions; `parts` are the questions themselves."""

    def __init__(self, conditions: Sequence[Condition]):
        places: dict[str, int] = {}
        self.parts: list[Condition] = []
        of = [[self._place(each, places) for each in _parts(condition)] for condition in conditions]
        # The last row is that of no condition at all, which needs nothing.
        self._needs = np.zeros((len(of) + 1, len(self.parts)), np.bool_)
        for row, found in enumerate(of):
            self._needs[row, found] = True
        self.truths: tuple[Callable[[Facts], bool | None], ...] = tuple(each.truth for each in self.parts)
        self.facts = tuple((*each.names, *(call.key for call in each.calls)) for each in self.parts)
        self.by_place: NDArray[np.bool_] = np.array([TOUCHPOINT in each.names for each in self.parts], np.bool_)

    def of(self, conditions: NDArray[np.intp]) -> "Asked":
        """Return what some conditions (their places, -1 for none) come down to."""
        needs = self._needs[conditions]
        questions = np.flatnonzero(needs.any(axis=0))
        return Asked(questions, self.by_place[questions], np.ascontiguousarray(needs[:, questions]))

    def _place(self, part: Condition, places: dict[str, int]) -> int:
        place = places.setdefault(part.text, len(self.parts))
        if place == len(self.parts):
            self.parts.append(part)
        return place


def _parts(condition: Condition) -> list[Condition]:
    tree = condition.tree
    if isinstance(tree, Joined) and tree.op == "&&":
        return [part for each in tree.parts for part in _parts(Condition(each, ""))]
    return [condition]
