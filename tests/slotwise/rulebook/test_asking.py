"""Asking: every question once a request, every fact looked up once, and what cannot be told fails."""

from types import MappingProxyType

import numpy as np

from slotwise.conditions import Condition
from slotwise.rulebook.asking import Asking
from slotwise.rulebook.questions import FAILED, NO, YES, Questions


class Facts(dict):
    """Facts that count how often they are asked, and of which one cannot be told."""

    def __init__(self, known):
        super().__init__(known)
        self.asked: list[str] = []

    def get(self, name, default=None):
        self.asked.append(name)
        if name == "state.spend":
            raise RuntimeError("no spend")
        return super().get(name, default)


CITY = 'person.city == "SZ"'
WRITTEN = [
    Condition.of(each) for each in (CITY, f'{CITY} && touchpoint == "home"', "state.spend > 3", "person.age > 3")
]
QUESTIONS = Questions(WRITTEN)
ALL = QUESTIONS.of(np.arange(4))


def test_each_fact_is_looked_up_once():
    """However many conditions and touchpoints there are; the touchpoint is the one that is asked for."""
    facts, notes = Facts({"person.city": "SZ"}), []
    asking = Asking(QUESTIONS, facts, notes.append)

    assert asking.said(ALL, "home").tolist() == [YES, YES, FAILED, NO]
    assert asking.said(ALL, "bill").tolist() == [YES, NO, FAILED, NO]
    assert sorted(facts.asked) == ["person.age", "person.city", "state.spend"]
    assert notes == ["fact state.spend: RuntimeError: no spend"]


def test_without_facts_everything_fails():
    """But for what has no condition."""
    asking = Asking(QUESTIONS, None, print)

    assert asking.said(QUESTIONS.of(np.array([0, -1])), "home").tolist() == [FAILED, YES]


def test_a_condition_that_fails_is_told_once():
    """Others about the same fact are answered all the same."""
    questions, notes = Questions(WRITTEN), []
    old = [place for place, each in enumerate(questions.parts) if each.text == "person.age > 3"]
    questions.truths = tuple(
        (lambda known: 1 / 0) if place in old else each for place, each in enumerate(questions.truths)
    )
    asking = Asking(questions, Facts({"person.city": "SZ", "person.age": 4}), notes.append)

    for _ in range(2):
        assert asking.said(questions.of(np.array([0, 3])), "home").tolist() == [YES, FAILED]
    assert notes == ["condition person.age > 3: ZeroDivisionError: division by zero"]


def test_what_was_told_as_a_text_needs_no_computing_once_it_was_asked():
    """Facts that tell apart what they were told are read there; the answers are the same."""

    class Told(Facts):
        """Facts of which some were told."""

        told = MappingProxyType({"person.city": "SZ"})

    questions = Questions(WRITTEN)
    asked = questions.of(np.array([0, 3]))
    first, again = (Told({"person.city": "SZ"}) for _ in range(2))

    assert [Asking(questions, each, print).said(asked, "home").tolist() for each in (first, again)] == [[YES, NO]] * 2
    assert (sorted(first.asked), sorted(again.asked)) == (["person.age", "person.city"], ["person.age"])
