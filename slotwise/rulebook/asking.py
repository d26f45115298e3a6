"""Asking: the questions of a rulebook in one request, each asked once, or once a touchpoint where it differs there."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise.conditions import Facts
from slotwise.rulebook.questions import FAILED, NO, TOUCHPOINT, UNASKED, YES, Asked, Questions


class Asking:
    """Asks about facts; without any every question fails. Each fact is looked up once."""

    def __init__(self, questions: Questions, facts: Facts | None, note: Callable[[str], None]):
        self._questions = questions
        self._facts = facts
        self._note = note
        self._answers = np.full(len(questions.parts), UNASKED, np.int8)
        self._known: dict[str, Any] = {}
        self._untold: set[str] = set()
        self._decided: set[str] = set()

    def said(self, asked: Asked, touchpoint: str) -> NDArray[np.int8]:
        """Return int8 (k,): what conditions say on a touchpoint."""
        return asked.said(self.answers(asked, touchpoint))

    def answers(self, asked: Asked, touchpoint: str) -> NDArray[np.int8]:
        """Return int8 (q,): the answers to their questions."""
        answers = self._answers
        if self._facts is None:
            return np.full(len(asked.questions), FAILED, np.int8)
        for name in asked.facts:
            if name not in self._decided:
                self._decided.add(name)
                answers[self._questions.decided[name]] = self._decide(name, self._facts)
        for each in asked.others:
            if answers[each] == UNASKED:
                answers[each] = self._ask(each, self._facts)
        if asked.here:
            self._known[TOUCHPOINT] = touchpoint
            for each in asked.here:
                answers[each] = self._ask(each, self._facts)
        return answers[asked.questions]

    def _decide(self, name: str, facts: Facts) -> NDArray[np.int8] | list[int]:
        """The answers to all questions that a fact decides alone."""
        value, questions = self._fact(name, facts), self._questions
        told = None if name in self._untold else questions.told(name, value)
        return [self._ask(each, facts) for each in questions.decided[name].tolist()] if told is None else told

    def _ask(self, question: int, facts: Facts) -> int:
        for name in self._questions.facts[question]:
            self._fact(name, facts)
            if name in self._untold:
                return FAILED
        try:
            return YES if self._questions.truths[question](self._known) is True else NO
        except Exception as error:
            self._note(f"condition {self._questions.parts[question].text}: {type(error).__name__}: {error}")
            return FAILED

    def _fact(self, name: str, facts: Facts) -> Any:
        known = self._known
        if name not in known:
            known[name] = self._look_up(name, facts)
        return known[name]

    def _look_up(self, name: str, facts: Facts) -> Any:
        try:
            return facts.get(name)
        except Exception as error:
            self._untold.add(name)
            self._note(f"fact {name}: {type(error).__name__}: {error}")
            return None
