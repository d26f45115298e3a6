"""Conditions: written once, read over facts, as text and as JSON; never raising on facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from slotwise.conditions import Call, Condition, Vocabulary
from slotwise.errors import ConditionError

OPERATORS = ["==", "!=", "<", "<=", ">", ">=", "contains"]
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.lists(st.integers(), max_size=2)
)


class Written(BaseModel):
    """An entry with a condition."""

    model_config = ConfigDict(strict=True, extra="forbid")

    when: Condition | None = None


def leaf(field="a", op="==", value=1):
    return {"field": field, "op": op, "value": value}


def test_a_usual_rule():
    """Tags, calls and context stand beside each other in one condition."""
    condition = Condition.of('"left" in tags && times("leave", "broadband", 7) >= 1 && context.channel == "app"')
    facts = {"tags": frozenset({"left"}), "times(leave,broadband,7)": 1, "context.channel": "app"}

    assert condition.holds(facts)
    assert not condition.holds({**facts, "tags": frozenset()})
    assert condition.names == {"tags", "context.channel"}
    assert condition.calls == {Call("times", ("leave", "broadband", 7))}


@pytest.mark.parametrize("source", ["a == 1", "!(a == 1)", "a != 1", "!(a in [1])", "a < 1", "-a < 1", "size(a) != 1"])
@pytest.mark.parametrize("facts", [{}, {"a": None}, {"a": float("nan")}])
def test_of_what_is_not_known_nothing_is_said(source, facts):
    """A missing fact makes a condition unknown, negated or not, and unknown does not hold."""
    assert Condition.of(source).truth(facts) is None
    assert not Condition.of(source).holds(facts)


def test_unknown_is_absorbed():
    """What decides alone decides, whatever is unknown beside it, in either order."""
    facts = {"b": True}

    assert Condition.of("a || b").holds(facts)
    assert Condition.of("b || a").holds(facts)
    assert Condition.of("!(a && !b)").holds(facts)
    assert not Condition.of("a && b").holds(facts)
    assert Condition.of("!has(a) && has(b)").holds(facts)


@given(st.sampled_from(OPERATORS), VALUES.filter(lambda value: isinstance(value, int | str)), VALUES)
def test_no_fact_raises(op, wanted, value):
    """Facts of any kind are compared with constants of any kind without an error."""
    tree = leaf("a", op, wanted)
    try:
        condition = Condition.of(tree)
    except ConditionError:
        return
    assert condition.holds({"a": value}) in (True, False)


def test_two_are_equal_when_they_say_the_same():
    """Spaces, quotes and the way of writing make no difference."""
    same = [Condition.of("a=='x'"), Condition.of('a == "x"'), Condition.of(leaf("a", "==", "x"))]

    assert len(set(same)) == 1
    assert same[0] != Condition.of('a == "y"')
    assert repr(same[0]) == 'Condition(a == "x")'


def test_as_a_field_of_a_document():
    """A text or a rule tree comes in and the same goes out; what cannot be read says where."""
    for when in ("a  ==  1", leaf(), {"all": [leaf(), {"not": leaf("b")}]}):
        assert Written(when=when).model_dump(mode="json") == {"when": when}
        assert Written.model_validate_json(Written(when=when).model_dump_json()) == Written(when=when)
    assert Written().when is None
    with pytest.raises(ValidationError) as error:
        Written(when="a == 1 && ")
    (told,) = error.value.errors()
    assert told["type"] == "condition_invalid"
    assert told["ctx"]["column"] == 11
    with pytest.raises(ValidationError):
        Written(when=3)
    assert "anyOf" in str(Written.model_json_schema())


def test_a_condition_is_true_or_false():
    """A number or a text is none, and is told with its column."""
    with pytest.raises(ConditionError, match="column 3"):
        Condition.of("1 + 2")
    with pytest.raises(ConditionError, match="column 6"):
        Condition.of('a && "x"')


def test_what_is_wrong_within_a_vocabulary():
    """Unknown names come with the nearest known ones, wrong kinds with the kind that is needed."""
    vocabulary = Vocabulary({"context.channel": "text", "state.stage": "text"}, {"audience": frozenset({"leavers"})})
    (unknown,) = Condition.of('context.chanel == "app"').findings(vocabulary)
    (wrong,) = Condition.of("context.channel >= 3").findings(vocabulary)
    (audience,) = Condition.of('audience("leaver")').findings(vocabulary)

    assert (unknown.code, unknown.expected, unknown.at) == ("field_unknown", ["context.channel"], 1)
    assert (wrong.code, wrong.expected, wrong.given) == ("type_wrong", "text", "number")
    assert (audience.code, audience.expected) == ("reference_unknown", ["leavers"])
    assert Condition.of('context["channel"] == "app"').findings(vocabulary) == []
