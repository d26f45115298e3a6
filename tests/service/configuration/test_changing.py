"""Changes: checked and tried before they are made, one after the other, and brought back in one step."""

import orjson
import pytest

from service.configuration.edits import entry_deleted, entry_patched, entry_put, replaced
from service.stores.revisions import Revision
from slotwise.errors import (
    ConfigurationError,
    RevisionConflictError,
    UnknownDocumentError,
    UnknownRevisionError,
)
from slotwise.experiments.life import start
from tests.experiments import HALVES, NOW, experiment

AUDIENCE = {"audience": "a", "when": "person.city == 1"}


@pytest.fixture
def touchpoints(checkerboard):
    """The checkerboard's touchpoints as documents."""
    return [
        {"touchpoint": each.touchpoint, "slots": each.slots, "page": each.touchpoint}
        for each in checkerboard.catalog.touchpoints
    ]


def test_changes_become_revisions(changing, history, touchpoints):
    """Each change is a revision with author, reason and what it was made of; one that changes nothing is none."""
    first, _ = changing.apply(replaced({"touchpoints": touchpoints}), "ann", "begin")
    second, checked = changing.apply(
        entry_patched("touchpoints", touchpoints[0]["touchpoint"], {"title": "T"}), "bob", "name"
    )
    nothing, _ = changing.apply(replaced({}), "bob", "nothing")

    assert (first.revision, second.revision, second.parent, nothing) == (1, 2, 1, None)
    assert (second.author, second.reason, second.made_at) == ("bob", "name", 1_700_000_000_000)
    assert checked.differences[0].to_json()["changes"] == [{"pointer": "/title", "before": None, "after": "T"}]
    assert history.newest().revision == 2


def test_a_wrong_change_changes_nothing(changing, history):
    """It says what is wrong, and no revision is made."""
    with pytest.raises(ConfigurationError) as error:
        changing.apply(replaced({"audiences": [{**AUDIENCE, "when": "person.nobody == 1"}]}), "ann", "try")

    assert [each.pointer for each in error.value.problems] == ["/audiences/0/when"]
    assert history.newest().revision == 0


@pytest.mark.parametrize(("author", "reason"), [("", "r"), ("a", " "), ("a" * 200, "r"), ("a", "r\0")])
def test_who_and_why_are_needed(changing, author, reason):
    """A change without author or reason is refused."""
    with pytest.raises(ConfigurationError):
        changing.apply(replaced({"facts": []}), author, reason)


def test_of_two_changes_of_one_revision_the_later_is_told(changing):
    """Whoever says what their change was made of is told when that is no longer in effect."""
    fact = {"fact": "person.city", "type": "number"}
    changing.apply(replaced({"facts": [fact]}), "ann", "first", parent=0)

    with pytest.raises(RevisionConflictError):
        changing.apply(replaced({"facts": []}), "bob", "second", parent=0)


def test_entries_are_put_and_taken_away(changing, history):
    """One entry at a time: new, replaced, gone; another name than its own is refused."""
    fact = {"fact": "person.city", "type": "number"}
    changing.apply(entry_put("facts", "person.city", fact), "ann", "new")
    changing.apply(entry_put("facts", "person.city", {"type": "text"}), "ann", "replaced")
    assert history.newest().configuration.to_json()["facts"] == [{"fact": "person.city", "type": "text"}]
    changing.apply(entry_deleted("facts", "person.city"), "ann", "gone")
    assert history.newest().configuration.to_json()["facts"] == []
    with pytest.raises(ConfigurationError):
        changing.apply(entry_put("facts", "person.town", fact), "ann", "another")
    with pytest.raises(UnknownDocumentError):
        changing.apply(entry_deleted("facts", "person.city"), "ann", "twice")
    with pytest.raises(UnknownDocumentError):
        changing.apply(entry_deleted("nothing", "x"), "ann", "no such kind")


def test_a_revision_is_brought_back(changing, history):
    """In one step, as a revision of its own; the one before without a number, and any other by its number."""
    fact = {"fact": "person.city", "type": "number"}
    changing.apply(replaced({"facts": [fact]}), "ann", "first")
    changing.apply(replaced({"facts": []}), "ann", "second")
    back, _ = changing.rollback("bob", "it was better")

    assert (back.revision, back.restores, back.parent) == (3, 1, 2)
    assert history.newest().configuration == history.at(1).configuration
    with pytest.raises(UnknownRevisionError):
        changing.rollback("bob", "nowhere", to=7)


def test_nothing_to_bring_back(changing):
    """Before any change there is nothing to bring back."""
    with pytest.raises(UnknownRevisionError):
        changing.rollback("ann", "why not")


def test_what_another_version_wrote(changing, history):
    """Entries that this version cannot read are left out of what is changed, with a warning, and can be mended."""
    fact = {"fact": "person.city", "type": "number"}
    body = orjson.dumps([fact, {"fact": "person.town", "kind": "text"}])
    history.revisions.add(Revision(1, 0, 1, "ann", "older", None, {"facts": "d"}), {"d": ("facts", body)})
    made, checked = changing.apply(entry_patched("facts", "person.city", {"title": "T"}), "bob", "go on")

    assert {each.code for each in checked.problems if each.warning} == {"left_out"}
    assert history.at(made.revision).configuration.to_json()["facts"] == [{**fact, "title": "T"}]


def test_what_persons_would_see_is_told(changing, touchpoints):
    """The dry run tells touchpoints whose answers change, and warns of one that would stay empty."""
    name = touchpoints[0]["touchpoint"]
    changing.apply(replaced({"touchpoints": touchpoints}), "ann", "begin")
    checked = changing.check(entry_patched("touchpoints", name, {"kinds": ["nothing-is-of-it"]}))
    told = checked.tried.to_json()

    assert checked.ok
    assert [each["touchpoint"] for each in told["changed"]] == [name]
    assert told["changed"][0]["new"] == []
    assert "answers_nothing" in {each.code for each in checked.problems}


def test_a_roll_back_leaves_experiments_as_they_are(changing, history):
    """Settings go back; what was started since, and who is held out, stays, and that is said."""
    draft, holdout = experiment().to_json(), {"holdout": "global", "share": 0.05}
    changing.apply(replaced({"facts": [], "experiments": [draft]}), "ann", "begin")
    fact = {"fact": "person.city", "type": "number"}
    begun = start(experiment(), NOW).to_json()
    changing.apply(replaced({"facts": [fact], "experiments": [begun], "holdouts": [holdout]}), "ann", "go on")
    made, checked = changing.rollback("bob", "it was better")
    after = history.newest().configuration.to_json()

    assert made.restores == 1
    assert (after["facts"], after["experiments"], after["holdouts"]) == ([], [begun], [holdout])
    told = [(each.pointer, each.code) for each in checked.problems if each.warning]
    assert told == [("/experiments", "left_as_they_are"), ("/holdouts", "left_as_they_are")]


def test_a_roll_back_of_an_experiments_start_changes_nothing(changing):
    """There is an act for that: stop."""
    changing.apply(replaced({"experiments": [experiment().to_json()]}), "ann", "begin")
    changing.apply(replaced({"experiments": [start(experiment(), NOW).to_json()]}), "ann", "start")
    made, checked = changing.rollback("bob", "stop it")

    assert made is None
    assert [each.code for each in checked.problems] == ["left_as_they_are"]


def test_what_runs_is_not_changed_by_a_change_of_documents(changing):
    """Weights inside a phase are refused; nothing becomes a revision."""
    begun = start(experiment(), NOW).to_json()
    changing.apply(replaced({"experiments": [begun]}), "ann", "start")
    variants = [{"variant": "control", "weight": 0.9}, {"variant": "challenger", "weight": 0.1}]

    with pytest.raises(ConfigurationError) as error:
        changing.apply(entry_patched("experiments", "ranker", {"variants": variants}), "bob", "less of it")
    assert [(each.pointer, each.code) for each in error.value.problems] == [
        ("/experiments/0/variants", "phase_immutable")
    ]


def test_a_patch_is_tried_on_the_catalogue(changing, history):
    """Here a rule that a variant adds counts by an attribute that no product has."""
    rule = {"kind": "diversity", "parameters": {"most": 1, "by": "gone"}}
    variants = [HALVES[0], {**HALVES[1], "patch": {"rules": {"variety": rule}}}]

    with pytest.raises(ConfigurationError) as error:
        changing.apply(replaced({"experiments": [experiment(variants=variants).to_json()]}), "ann", "try")
    assert [each.pointer for each in error.value.problems] == ["/experiments/0/variants/1/patch"]
    assert history.newest().revision == 0
