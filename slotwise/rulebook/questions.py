"""Questions: the different parts of many conditions, so that what conditions share is asked once a request.

A condition that joins parts by && is true when all of them are, so its parts are asked one by one: two hundred rules of
a few cities, tiers and tags come down to a few dozen questions.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.conditions import Condition, Facts
from slotwise.conditions.folding import folded
from slotwise.conditions.tree import Joined
from slotwise.rulebook.alike import Alike

NO, YES, FAILED = range(3)
"""What a question or a condition says."""

_VALUES = 1_000
"""Different values of a fact whose answers are kept."""
TOUCHPOINT = "touchpoint"
"""The only fact that differs between the touchpoints of one call."""

Told = tuple[bytes, ...]
"""Answers to questions: for each fact those that it decides alone, in the order of `Asked.facts`, then all others."""


@dataclass(frozen=True, eq=False)
class Asked:
    """The questions of k conditions: places intp (q,), and needs bool (k, q)."""

    questions: NDArray[np.intp]
    needs: NDArray[np.bool_]
    facts: tuple[str, ...]
    """Facts that decide some of the questions alone."""
    others: tuple[int, ...]
    """Questions that no single fact decides."""
    here: tuple[int, ...]
    """Questions that differ by touchpoint."""

    @cached_property
    def rest(self) -> tuple[int, ...]:
        """Questions that no single fact decides, those that differ by touchpoint last."""
        return self.others + self.here

    @cached_property
    def take(self) -> Callable[[Mapping[str, bytes]], Told]:
        """Takes the answers of `facts` from those of all: a dictionary is asked for all of them by one call."""
        first, *more = self.facts or ("",)
        if more:
            return itemgetter(first, *more)
        return (lambda answers: (answers[first],)) if first else lambda answers: ()

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
        alone = [(names[0], place) for place, names in enumerate(self.facts) if len(names) == 1]
        self.decided: dict[str, NDArray[np.intp]] = {
            name: np.array([place for own, place in alone if own == name], np.intp)
            for name in dict.fromkeys(own for own, _ in alone if own != TOUCHPOINT)
        }
        """By fact: intp (d,), the questions that it decides alone."""
        self.memories: dict[str, tuple[Alike, dict[Hashable, bytes]]] = {
            name: (Alike(name, [folded(self.parts[each].tree) for each in places.tolist()]), {})
            for name, places in self.decided.items()
        }
        """By fact: which of its values are alike, and what was answered to the questions that it decides alone."""
        self._same: dict[bytes, bytes] = {}

    def of(self, conditions: NDArray[np.intp]) -> "Asked":
        """Return what some conditions (their places, -1 for none) come down to."""
        needs = self._needs[conditions]
        questions = np.flatnonzero(needs.any(axis=0))
        names = [(each, self.facts[each]) for each in questions.tolist()]
        here = tuple(each for each, read in names if TOUCHPOINT in read)
        facts = tuple(dict.fromkeys(read[0] for each, read in names if len(read) == 1 and each not in here))
        others = tuple(each for each, read in names if len(read) != 1 and each not in here)
        return Asked(questions, np.ascontiguousarray(needs[:, questions]), facts, others, here)

    def told(self, name: str, value: Any) -> bytes | None:
        """Return the d answers to what a fact decides alone, kept for values that are alike.

        None where they have to be asked one by one: of most lists, and when one of them fails. Equal answers are the
        same object.
        """
        alike, kept = self.memories[name]
        # The usual fact is a text, which is its own key.
        key = value if value.__class__ is str else alike.key(value)
        if key is None:
            return None
        found = kept.get(key)
        if found is None:
            known = {name: value}
            try:
                truths = [self.truths[each](known) is True for each in self.decided[name].tolist()]
            except Exception:
                return None
            if len(kept) >= _VALUES:
                kept.clear()
            answers = bytes(YES if each else NO for each in truths)
            found = kept[key] = self._same.setdefault(answers, answers)
        return found

    def answers(self, asked: Asked, told: Told) -> NDArray[np.int8]:
        """Return int8 (q,): what was told of the questions of some conditions, in the order of `asked.questions`."""
        found = np.zeros(len(self.parts), np.int8)
        for name, answers in zip(asked.facts, told, strict=False):
            found[self.decided[name]] = np.frombuffer(answers, np.int8)
        if asked.rest:
            found[list(asked.rest)] = np.frombuffer(told[-1], np.int8)
        return found[asked.questions]

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
