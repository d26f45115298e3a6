"""Asking: the questions of a rulebook in one request, each asked once, or once a touchpoint where it differs there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.conditions import Facts
from slotwise.rulebook.questions import FAILED, NO, TOUCHPOINT, YES, Asked, Questions, Told

_NOTHING: Facts = {}
_KNOWN: Mapping[str, bytes] = {}
_ANY = ("",)


class Asking(dict[str, bytes]):
    """Asks about facts; without any every question fails. Each fact is looked up once.

    By fact it holds the answers to all questions that the fact decides alone, found when they are first read; some may
    be `known` before.
    """

    def __init__(
        self,
        questions: Questions,
        facts: Facts | None,
        note: Callable[[str], None],
        known: Mapping[str, bytes] = _KNOWN,
    ):
        super().__init__(known)
        self._questions = questions
        self._facts = facts
        self._given: Facts = getattr(facts, "told", _NOTHING)
        """Those that need not be computed, where facts tell them apart."""
        self._note = note
        self._known: dict[str, Any] = {}
        self._untold: set[str] = set()
        self._others: dict[int, int] = {}

    def __missing__(self, name: str) -> bytes:
        # The usual way, in few calls: a value that was told or computed, and is alike to one that was asked about.
        alike, kept = self._questions.memories[name]
        key = value = self._given.get(name)
        if value.__class__ is not str:
            value = self._look(name) if value is None else value
            key = None if name in self._untold else alike.key(value)
        found = None if key is None else kept.get(key)
        self[name] = found = self._decide(name) if found is None else found
        return found

    def told(self, asked: Asked, touchpoint: str) -> Told:
        """Return what the questions of some conditions are answered on a touchpoint."""
        told = asked.take(self)
        return (*told, self._rest(asked, touchpoint)) if asked.rest else told

    def told_on(self, asked: Asked, touchpoints: Sequence[str]) -> Told:
        """Return what questions are answered on several touchpoints; of none where no answer differs by touchpoint."""
        told = asked.take(self)
        return (*told, *(self._rest(asked, each) for each in touchpoints or _ANY)) if asked.rest else told

    def said(self, asked: Asked, touchpoint: str) -> NDArray[np.int8]:
        """Return int8 (k,): what conditions say on a touchpoint."""
        return asked.said(self._questions.answers(asked, self.told(asked, touchpoint)))

    def _decide(self, name: str) -> bytes:
        """The answers to all questions that a fact decides alone."""
        value = self._look(name)
        told = None if name in self._untold else self._questions.told(name, value)
        return bytes([self._ask(each) for each in self._questions.decided[name].tolist()]) if told is None else told

    def _look(self, name: str) -> Any:
        """The value of a fact, None where it cannot be told."""
        known = self._known
        if name not in known:
            known[name] = None
            if self._facts is None:
                self._untold.add(name)
                return None
            try:
                known[name] = self._facts.get(name)
            except Exception as error:
                self._untold.add(name)
                self._note(f"fact {name}: {type(error).__name__}: {error}")
        return known[name]

    def _rest(self, asked: Asked, touchpoint: str) -> bytes:
        """The answers to all other questions."""
        others = self._others
        for each in asked.others:
            if each not in others:
                others[each] = self._ask(each)
        self._known[TOUCHPOINT] = touchpoint
        return bytes([*(others[each] for each in asked.others), *(self._ask(each) for each in asked.here)])

    def _ask(self, question: int) -> int:
        if self._facts is None:
            return FAILED
        for name in self._questions.facts[question]:
            self._look(name)
            if name in self._untold:
                return FAILED
        try:
            return YES if self._questions.truths[question](self._known) is True else NO
        except Exception as error:
            self._note(f"condition {self._questions.parts[question].text}: {type(error).__name__}: {error}")
            return FAILED
