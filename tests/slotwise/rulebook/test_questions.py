"""Questions: the parts that conditions share are asked once, and say what the conditions themselves would."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from slotwise.conditions import Condition
from slotwise.rulebook.questions import FAILED, NO, YES, Questions

PARTS = ['person.city == "SZ"', "person.age > 30", '"a" in tags', '(scene == "x" || person.age < 10)', '!("b" in tags)']
conditions = st.lists(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=3, unique=True).map(" && ".join), min_size=1, max_size=6
)
numbers = st.none() | st.booleans() | st.integers(-2, 12) | st.floats()
texts = st.sampled_from(["a", "b", ""])
lists = st.frozensets(st.sampled_from("abcd"))
facts = st.fixed_dictionaries(
    {}, optional={"person.city": st.sampled_from(["SZ", "GZ"]), "person.age": st.integers(5, 50),
                  "tags": st.sets(st.sampled_from("ab")).map(frozenset), "scene": st.sampled_from(["x", "y"])}
)  # fmt: skip


@given(texts=conditions, known=facts, without=st.integers(0, 3))
def test_they_say_what_the_conditions_say(texts, known, without):
    """Whatever is known; no condition at all says yes."""
    written = [Condition.of(each) for each in texts]
    questions = Questions(written)
    places = np.array([*range(len(written)), *[-1] * without], np.intp)
    asked = questions.of(places)
    answers = np.array([YES if questions.truths[each](known) is True else NO for each in asked.questions], np.int8)
    expected = [YES if each.holds(known) else NO for each in written] + [YES] * without

    assert asked.said(answers).tolist() == expected


def test_shared_parts_are_asked_once():
    """Nested joins too; what differs by touchpoint is known."""
    a, b, c = 'person.city == "SZ"', "person.age > 30", 'touchpoint == "home"'
    questions = Questions([Condition.of(f"{a} && {b}"), Condition.of(f"{b} && ({a} && {c})"), Condition.of(a)])

    assert len(questions.parts) == 3
    assert sorted(each.text for each in questions.parts) == sorted([a, b, c])
    here = questions.of(np.array([1])).here
    assert [questions.parts[each].text for each in here] == [c]


def test_what_failed_decides_only_where_nothing_is_untrue():
    """One part that is not true makes the whole untrue."""
    asked = Questions([Condition.of("person.a == 1 && person.b == 2")]).of(np.array([0]))
    said = [int(asked.said(np.array(each, np.int8))[0]) for each in ((YES, FAILED), (NO, FAILED), (YES, YES))]

    assert said == [FAILED, NO, YES]


def test_values_that_come_again_are_answered_from_memory():
    """Those that are alike too; lists, and what cannot be asked, are left to be asked one by one."""
    questions = Questions([Condition.of("person.age >= 1"), Condition.of("person.age == 1 && person.city == 'SZ'")])
    first = questions.told("person.age", 1)

    assert list(first) == [YES, YES]
    assert questions.told("person.age", 1.0) is first
    assert questions.told("person.age", 2) is questions.told("person.age", 3.5)
    assert list(questions.told("person.age", True)) == [NO, NO]
    assert list(questions.told("person.age", None)) == [NO, NO]
    assert questions.told("person.age", [1]) is None
    questions.truths = (lambda known: 1 / 0, *questions.truths[1:])
    assert questions.told("person.age", "one") is None


def test_many_values_do_not_fill_the_memory():
    """With a thousand of them it begins again; what they are answered stays the same."""
    questions = Questions([Condition.of("person.city == 'SZ'")])
    first = questions.told("person.city", "GZ")
    asked = []
    questions.truths = (lambda known: asked.append(known["person.city"]),)
    for each in range(1_001):
        questions.told("person.city", str(each))

    assert len(asked) == 1_001
    assert questions.told("person.city", "GZ") is first
    assert asked[-1] == "GZ"


@given(value=numbers | texts, before=numbers | texts)
def test_what_is_alike_is_answered_alike(value, before):
    """Whatever was asked before it."""
    written = ["f >= 3", "f == 7.5", 'f in [1, 9, "a"]', "!has(f)", 'f == "b"', "!(f < 5)", 'f.contains("a")']
    check(written, value, before)


@given(value=lists | texts, before=lists)
def test_lists_are_alike_where_texts_are_looked_for_in_them(value, before):
    """Whatever else they hold."""
    check(['"a" in f', '!("b" in f)', '"a" in f || "c" in f', "has(f)", 'f == "b"'], value, before)


def check(written: list[str], value: object, before: object) -> None:
    """That a fact is answered as it is without a memory."""
    whole = [Condition.of(re.sub(r"\bf\b", "state.f", each)) for each in written]
    questions = Questions(whole)
    questions.told("state.f", before)

    told = questions.told("state.f", value)
    assert [told[questions.parts.index(each)] == YES for each in whole] == [
        each.holds({"state.f": value}) for each in whole
    ]


def test_which_facts_decide():
    """Facts that decide a question alone, questions of several facts, and questions about the touchpoint."""
    both, here = "(person.a == 1 || person.b == 2)", 'touchpoint == "home"'
    questions = Questions([Condition.of(f"person.a == 1 && {both} && {here}")])
    asked = questions.of(np.array([0]))

    assert (asked.facts, len(asked.others), len(asked.here)) == (("person.a",), 1, 1)
    assert {name: places.tolist() for name, places in questions.decided.items()} == {"person.a": [0]}


def test_answers_are_taken_by_one_call():
    """Of no fact, of one and of several, in the order of the facts."""
    answers = {"person.a": b"1", "person.b": b"2"}
    written = ['touchpoint == "home"', "person.a == 1", "person.a == 1 && person.b == 2"]
    questions = Questions([Condition.of(each) for each in written])

    assert [questions.of(np.array([each])).take(answers) for each in range(3)] == [(), (b"1",), (b"1", b"2")]
