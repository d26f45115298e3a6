"""Namespaces: which identifiers say who somebody is, and how an installation declares its own."""

import orjson
import pytest

from service.asked import Person
from service.namespaces import DEFAULT, Claim, Identifier, Namespace, Namespaces
from slotwise.errors import ConfigError
from slotwise.seeds import seeds_dir

MEMBER = {"namespace": "member", "kind": "person"}


def test_the_best_identifier_names_a_person():
    """A given id goes first, then what identifies a person, then a visit, then a shared device; else nobody."""
    everything = {"device": "d", "anonymous": "a", "wechat_openid": "o", "member": "m"}

    assert DEFAULT.leaf(Person(id="p", identities=everything)) == "p"
    assert DEFAULT.leaf(Person(identities=everything)) == "member:m"
    assert DEFAULT.leaf(Person(identities={"device": "d", "anonymous": "a"})) == "anonymous:a"
    assert DEFAULT.leaf(Person(identities={"what": "w", "device": "d"})) == "device:d"
    assert DEFAULT.leaf(Person()) == ""


def test_claims_are_about_what_belongs_to_a_person():
    """Everything beside the name itself is claimed, but for devices and for namespaces that nobody declared."""
    person = Person(identities={"device": "d", "what": "w", "anonymous": "a", "member": "m"})

    assert DEFAULT.claims(person) == [Claim("member:m", Identifier("anonymous", "a"))]
    assert DEFAULT.claims(Person(id="p", identities={"member": "m"})) == [Claim("p", Identifier("member", "m"))]
    assert DEFAULT.claims(Person(identities={"member": "m"})) == []
    assert DEFAULT.claims(Person(id="member:m", identities={"member": "m"})) == []


def test_an_id_tells_whether_it_is_an_identifier():
    """Only declared namespaces make one; values may have colons."""
    assert DEFAULT.identifier("member:m:1") == Identifier("member", "m:1")
    assert DEFAULT.identifier("person:m") is None
    assert DEFAULT.identifier("member:") is None
    assert DEFAULT.identifier("member") is None


def test_the_demo_world_declares_what_is_built_in():
    """The e-channel's identities.json is read, and has the kinds and the order of the built-in namespaces."""
    declared = Namespaces.read(seeds_dir("echannel") / "identities.json")

    assert [(each.namespace, each.kind) for each in declared.ordered] == [
        (each.namespace, each.kind) for each in DEFAULT.ordered
    ]
    assert declared.of("member").per_person == DEFAULT.of("member").per_person


def test_the_order_of_declaration_decides_among_equals():
    """What identifies a person goes before a visit wherever it is declared; among its like the first one wins."""
    declared = Namespaces((Namespace("visit", "session"), Namespace("b", "person"), Namespace("a", "person")))

    assert [each.namespace for each in declared.sorted({"a": "1", "visit": "2", "b": "3"})] == ["b", "a", "visit"]
    assert declared.of("nobody declared this").kind == "shared"


@pytest.mark.parametrize(
    "documents",
    [
        {},
        ["member"],
        [{**MEMBER, "colour": "red"}],
        [{"namespace": "a:b", "kind": "person"}],
        [{"namespace": "", "kind": "person"}],
        [{"namespace": "member"}],
        [{"namespace": "member", "kind": "family"}],
        [{**MEMBER, "per_person": 0}],
        [{**MEMBER, "per_identifier": True}],
        [{**MEMBER, "title": 7}],
        [MEMBER, MEMBER],
    ],
)
def test_a_wrong_declaration_is_refused(documents, tmp_path):
    """A document with a mistake is no configuration, and says so."""
    path = tmp_path / "identities.json"
    path.write_bytes(orjson.dumps(documents))
    with pytest.raises(ConfigError):
        Namespaces.read(path)


def test_a_file_that_is_not_there_or_no_json_is_refused(tmp_path):
    """The error names the file."""
    with pytest.raises(ConfigError, match=r"none\.json"):
        Namespaces.read(tmp_path / "none.json")
    (tmp_path / "bad.json").write_text("[")
    with pytest.raises(ConfigError, match=r"bad\.json"):
        Namespaces.read(tmp_path / "bad.json")


def test_the_page_for_operators_lists_what_is_built_in(project):
    """docs/persons.md has a row for each built-in namespace, as it is."""
    page = (project / "docs" / "persons.md").read_text(encoding="utf-8")
    for each in DEFAULT.ordered:
        row = f"| `{each.namespace}` | `{each.kind}` | {each.per_person} | {each.per_identifier} | {each.title} |"
        assert row in page
