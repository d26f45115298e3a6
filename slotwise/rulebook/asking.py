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

    def said(self, asked: Asked, touchpoint: str) -> NDArray[np.int8]:
        """Return int8 (k,): what conditions say on a touchpoint."""
        answers = self._answers
        open_ = asked.questions[(answers[asked.questions] == UNASKED) | asked.by_place]
        if len(open_):
            self._known[TOUCHPOINT] = touchpoint
            for each in open_.tolist():
                answers[each] = self._ask(each)
        return asked.said(answers[asked.questions])

    def _ask(self, question: int) -> int:
        if self._facts is None:
            return FAILED
        known = self._known
        for name in self._questions.facts[question]:
            if name not in known:
                known[name] = self._look_up(name, self._facts)
            if name in self._untold:
                return FAILED
        try:
            return YES if self._questions.truths[question](known) is True else NO
        except Exception as error:
            self._note(f"condition {self._questions.parts[question].text}: {type(error).__name__}: {error}")
            return FAILED

    def _look_up(self, name: str, facts: Facts) -> Any:
        try:
            return facts.get(name)
        except Exception as error:
            self._untold.add(name)
            self._note(f"fact {name}: {type(error).__name__}: {error}")
            return None
