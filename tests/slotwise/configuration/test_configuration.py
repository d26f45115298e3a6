"""A configuration is read as a whole: everything that is wrong is collected, nothing is taken by halves."""

import pytest

from slotwise.configuration import Configuration
from slotwise.documents import World
from slotwise.documents.audiences import Audience
from slotwise.errors import ConfigurationError


def audience(name="leavers", when='"left_broadband" in tags', **more):
    return {"audience": name, "when": when, **more}


def problems(*audiences, **documents):
    """What is wrong with audiences and other documents."""
    _, found = Configuration.look_at({"audiences": list(audiences), **documents})
    return {(each.pointer, each.code) for each in found if not each.warning}


def test_what_is_written_is_read_again():
    """A configuration comes out as it went in, and has the same digest whatever way it came."""
    written = {"audiences": [audience(), audience("others", {"field": "person.city", "op": "==", "value": "SZ"})]}
    configuration = Configuration.read(written)

    assert configuration.to_json() == written
    assert Configuration.load(configuration.to_json()) == configuration
    assert [each.id for each in configuration.of(Audience)] == ["leavers", "others"]
    assert configuration.get(Audience, "leavers").when.names == {"tags"}
    assert not Configuration()
    assert Configuration({"audiences": {}}) == Configuration()


def test_all_that_is_wrong_is_told_at_once():
    """Every problem comes with the place, what was expected and what was given; nothing is taken."""
    wrong = {"audiences": [audience(when="a &&"), audience("b", holdout=2), {"audience": "c", "wen": "x"}], "tgs": []}
    with pytest.raises(ConfigurationError) as error:
        Configuration.read(wrong)
    told = {(each.pointer, each.code) for each in error.value.problems}

    assert told == {
        ("/audiences/0/when", "condition_invalid"),
        ("/audiences/1/holdout", "out_of_range"),
        ("/audiences/2/when", "field_missing"),
        ("/audiences/2/wen", "field_unknown"),
        ("/tgs", "document_unknown"),
    }
    assert "and 4 more" in error.value.detail


def test_an_id_stands_once():
    """Two entries of one id are refused, and the second one is named."""
    assert problems(audience(), audience()) == {("/audiences/1/audience", "id_repeated")}


@pytest.mark.parametrize(
    "document",
    [None, 3, "text", {"audience": "a"}, [None], [[]], [3], [{}], [audience(when=3)], [audience(when=[])],
     [audience(when={"all": [{"all": 1}]})], [audience(7)], [audience("A b")], [audience(when="x" * 1_000_000)],
     [audience(when="(" * 3_000)], [audience() | {"title": "x" * 300_000}], [audience()] * 10_001],
)  # fmt: skip
def test_no_document_breaks_the_reader(document):
    """Whatever a document holds, it is answered with problems."""
    with pytest.raises(ConfigurationError):
        Configuration.read({"audiences": document})


@pytest.mark.parametrize(
    ("depth", "told"),
    [(100, ("/audiences/0/when", "condition_too_large")), (240, ("/audiences/0", "entry_malformed")),
     (5_000, ("/audiences/0", "entry_malformed"))],
)  # fmt: skip
def test_a_bomb_of_nesting_is_refused(depth, told):
    """A rule tree of any depth is an answer and no crash."""
    tree = {"field": "person.city", "op": "==", "value": 1}
    for _ in range(depth):
        tree = {"not": tree}

    assert problems(audience(when=tree)) == {told}


def test_references_are_followed():
    """An audience that is asked for must be there; one that comes back to itself is refused."""
    assert ("/audiences/0/when", "reference_unknown") in problems(audience(when='audience("nobody")'))
    circle = problems(audience("a", 'audience("b")'), audience("b", 'audience("a")'))

    assert {code for _, code in circle} == {"reference_circular"}


def test_conditions_are_checked_against_what_is_known():
    """A fact that nobody knows is refused with the nearest that is; one that was declared is known."""
    known = World(facets=_no_facets())
    _, (problem,) = Configuration.look_at({"audiences": [audience(when='person.town == "SZ"')]}, known)
    declared = {"audiences": [audience(when='person.town == "SZ"')], "facts": [{"fact": "person.town", "type": "text"}]}

    assert (problem.pointer, problem.code) == ("/audiences/0/when", "field_unknown")
    assert "column 1" in problem.detail
    assert Configuration.look_at(declared, known)[1] == []


def _no_facets():
    from slotwise.facets import Facets

    return Facets()


def test_what_may_not_follow_is_refused():
    """A live tag cannot be taken away: what is in effect decides what may come after it."""
    tag = {"tag": "t", "behaviour": "left", "category": "c", "window_days": 7, "expiry_days": 7, "status": "live"}
    before = Configuration.read({"tags": [tag]})

    with pytest.raises(ConfigurationError):
        Configuration.read({"tags": []}, before=before)
    Configuration.read({"tags": [{**tag, "status": "retired"}]}, before=before)
