"""Asking: the questions of a rulebook in one request, each asked once, or once a touchpoint where it differs there."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.conditions import Facts
from slotwise.rulebook.questions import FAILED, NO, TOUCHPOINT, YES, Asked, Questions, Told

_NOTHING: Facts = {}


class Asking(dict[str, bytes]):
    """Asks about facts; without any every question fails. Each fact is looked up once.

    By fact it holds the answers to all questions that the fact decides alone, found when they are first read.
    """

    def __init__(self, questions: Questions, facts: Facts | None, note: Callable[[str], None]):
        self._questions = questions
        self._facts = facts
        self._given: Facts = getattr(facts, "told", _NOTHING)
        """Those that need not be computed, where facts tell them apart."""
        self._note = note
        self._known: dict[str, Any] = {}
        self._untold: set[str] = set()
        self._others: dict[int, int] = {}

    def __missing__(self, name: str) -> bytes:
        text = self._given.get(name)
        answers = self._questions.memories[name][1].get(text) if text.__class__ is str else None
        self[name] = answers = self._decide(name) if answers is None else answers
        return answers

    def told(self, asked: Asked, touchpoint: str) -> Told:
        """Return what the questions of some conditions are answered on a touchpoint."""
        told = asked.take(self)
        return (*told, self._rest(asked, touchpoint)) if asked.rest else told

    def said(self, asked: Asked, touchpoint: str) -> NDArray[np.int8]:
        """Return int8 (k,): what conditions say on a touchpoint."""
        return asked.said(self._questions.answers(asked, self.told(asked, touchpoint)))

    def _decide(self, name: str) -> bytes:
        """The answers to all questions that a fact decides alone."""
        known, facts = self._known, self._facts
        if facts is None:
            return bytes([FAILED]) * len(self._questions.decided[name])
        if name not in known:
            try:
                known[name] = facts.get(name)
            except Exception as error:
                self._cannot(name, error)
        if name not in self._untold:
            told = self._questions.told(name, known[name])
            if told is not None:
                return told
        return bytes([self._ask(each) for each in self._questions.decided[name].tolist()])

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
            if name not in self._known:
                try:
                    self._known[name] = self._facts.get(name)
                except Exception as error:
                    self._cannot(name, error)
            if name in self._untold:
                return FAILED
        try:
            return YES if self._questions.truths[question](self._known) is True else NO
        except Exception as error:
            self._note(f"condition {self._questions.parts[question].text}: {type(error).__name__}: {error}")
            return FAILED

    def _cannot(self, name: str, error: Exception) -> None:
        self._known[name] = None
        self._untold.add(name)
        self._note(f"fact {name}: {type(error).__name__}: {error}")
