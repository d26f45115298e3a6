"""What `slotwise config` prints."""

import pytest

from service.commands.config_shown import checked_text, shown
from service.configuration.changing import Checked
from service.in_effect import InEffect
from slotwise.configuration import Configuration, Difference
from slotwise.documents import Problem
from slotwise.errors import UnknownDocumentError

FACTS = InEffect(3, Configuration.read({"facts": [{"fact": "person.b", "type": "number"}]}))


def test_all_one_and_an_entry():
    """A table of documents, the names of one, an entry as JSON."""
    assert shown(FACTS, None, None)[0]["documents"] == FACTS.configuration.to_json()
    assert shown(FACTS, "facts", None)[1] == "person.b"
    assert '"type": "number"' in shown(FACTS, "facts", "person.b")[1]
    with pytest.raises(UnknownDocumentError):
        shown(FACTS, "nothing", None)


def test_warnings_of_other_documents_are_counted():
    """Whoever changes facts reads what is suspicious there; of the rest only that it is."""
    changed = Difference("facts", "context.x", "added", None, {"fact": "context.x"})
    here, there = (Problem(f"/{kind}/0", "odd", "odd", None, None, warning=True) for kind in ("facts", "tags"))
    said = checked_text(Checked(FACTS, Configuration(), [here, there], [changed], None), None)

    assert "warning: /facts/0" in said
    assert "/tags/0" not in said
    assert "1 warnings of documents" in said


def test_problems_stand_with_their_place():
    """Wrong ones and warnings are told apart, with what was expected and given."""
    wrong = Problem("/facts/0", "type_wrong", "no", "a list", 3)
    said = checked_text(Checked(FACTS, Configuration(), [wrong, wrong._replace(warning=True)], [], None), None)

    assert "wrong: /facts/0: no [type_wrong]" in said
    assert "warning: /facts/0" in said
    assert 'expected: "a list"' in said
    assert "revision 3 stays in effect" in said


def test_what_is_wrong_comes_first_and_alone():
    """Of a slip in one document the warnings of others are counted, and so are they where nothing can be compared."""
    odd = Problem("/tags/0/when", "odd", "odd", warning=True, entry="t")
    wrong = Problem("/facts/1/type", "wrong", "no", entry="context.x")
    said = checked_text(Checked(FACTS, Configuration(), [odd, wrong._replace(warning=True), wrong], [], None), None)

    assert said.startswith("wrong: /facts/1/type (context.x): no [wrong]\nwarning: /facts/1/type (context.x)")
    assert "/tags/0" not in said


def test_what_the_dry_run_found_is_told_wherever_it_shows():
    """A scene that leaves a touchpoint empty is a warning of the touchpoint."""
    changed = Difference("scenes", "s", "added", None, {"scene": "s"})
    empty = Problem("/touchpoints/3", "answers_nothing", "home would answer with nothing", warning=True)
    assert "home would answer" in checked_text(Checked(FACTS, Configuration(), [empty], [changed], None), None)


def test_of_many_warnings_of_one_kind_the_first_are_told():
    """A rule that closes everything leaves nothing on each of 39 touchpoints."""
    many = [Problem("/facts/0", "nothing_left", f"nothing on {number}", warning=True) for number in range(39)]
    said = checked_text(Checked(FACTS, Configuration(), many, [], None), None)

    assert said.count("warning: ") == 5
    assert "and 34 more warnings like it (--json tells them) [nothing_left]" in said
