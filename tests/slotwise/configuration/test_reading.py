"""Reading: plain documents become entries, and everything that is wrong is collected."""

from slotwise.configuration.reading import read, read_entry
from slotwise.documents.facts import DeclaredFact

FACT = {"fact": "person.a", "type": "text"}


def test_entries_stand_by_kind_and_id():
    """In the order written."""
    entries, problems = read({"facts": [FACT, {**FACT, "fact": "context.b"}]})

    assert problems == []
    assert list(entries["facts"]) == ["person.a", "context.b"]


def test_unknown_fields_come_with_the_nearest():
    """Whoever misspells a field is told which one was meant."""
    _, (unknown,) = read_entry(DeclaredFact, {**FACT, "titel": "x"}, ("facts", 3))

    assert (unknown.pointer, unknown.code, unknown.expected) == ("/facts/3/titel", "field_unknown", ["title"])


def test_what_was_given_is_told_shortly():
    """Long texts are cut, and what is no JSON is an answer too."""
    _, (wrong,) = read_entry(DeclaredFact, {**FACT, "title": "x" * 1_000}, ())
    _, (strange,) = read_entry(DeclaredFact, {**FACT, "title": {1, 2}}, ())

    assert len(wrong.given) < 300
    assert strange.code == "entry_malformed"


def test_problems_are_bounded():
    """A thousand wrong entries are not a thousand problems."""
    _, problems = read({"facts": [{}] * 1_000})

    assert len(problems) == 200


def test_a_place_is_one_of_the_document():
    """A field that takes several shapes is told once, where it stands, and nothing of how it is read."""
    step = {"step": "a", "type": "strt"}
    told = read({"processes": [{"process": "p", "title": "p", "per": "visit", "window": "1d", "steps": [step, step]}]})[
        1
    ]
    at = [each.pointer for each in told]

    assert "/processes/0/steps/0/type" in at
    assert len(at) == len(set(at))
    assert not [each for each in at if "[" in each]


def test_too_few_and_too_many_are_told_in_words():
    """How many there may be, and not how a library counts."""
    found = read({"processes": [{"process": "p", "title": "p", "per": "visit", "window": "1d", "steps": []}]})[1]
    assert [each.expected for each in found if each.pointer == "/processes/0/steps"] == ["at least 2"]
