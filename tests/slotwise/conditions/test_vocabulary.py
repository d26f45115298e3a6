"""Vocabulary: what may be read, and the nearest of what may not."""

from typing import Annotated, get_type_hints

from slotwise.conditions import CONTENTS, Condition, Reads, Vocabulary

KNOWN = Vocabulary(
    {"context.channel": "text", "person.city": "text", "product.price": "number", "tags": "list"},
    {"audience": frozenset({"leavers"}), "times": frozenset({"broadband"})},
)


def codes(text, vocabulary=KNOWN):
    """The codes of what is wrong with a condition."""
    return [each.code for each in Condition.of(text).findings(vocabulary)]


def test_unknown_names_come_with_the_nearest():
    """Each is told once, also inside `has`."""
    (found,) = Condition.of('has(person.cty) && person.cty == "x"').findings(KNOWN)

    assert found.expected == ["person.city"]
    assert KNOWN.nearest("context.zzzzzz") == ["context.channel"]
    assert KNOWN.nearest("zzz") == sorted(KNOWN.names)


def test_arguments_of_calls():
    """A category or an audience that there is not is told; empty stands for all."""
    assert codes('times("leave", "broadbnd", 7) > 1') == ["reference_unknown"]
    assert codes('times("leave", "", 7) > 1 && audience("leavers")') == []
    assert codes('days_since("leave", "anything") > 1') == []


def test_groups_of_names():
    """A predicate over products reads them alone, everything else reads all but them; an open group knows any name."""
    assert codes("product.price > 1", KNOWN.without("product")) == ["field_unknown"]
    assert codes("product.price > 1", CONTENTS.restrict(KNOWN)) == []
    assert codes('person.city == "x"', CONTENTS.restrict(KNOWN)) == ["field_unknown"]
    opened = Vocabulary({}, open=frozenset({"person"}))
    assert codes('person.x == "y" && !has(context.z)', opened) == ["field_unknown"]
    assert codes('person.x == "y"', opened.without("person")) == ["field_unknown"]


def test_a_mark_on_a_field():
    """It stands in the field's annotation."""

    class Entry:
        when: Annotated[Condition, Reads.of("tags")]

    (mark,) = get_type_hints(Entry, include_extras=True)["when"].__metadata__

    assert mark.restrict(KNOWN).names == {"tags": "list"}
