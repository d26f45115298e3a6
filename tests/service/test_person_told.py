"""A person as they are told: everything that is known, and what of it is used."""

from service.answered_persons import ConsentAnswer, IdentityAnswer, MergeAnswer
from service.namespaces import DEFAULT
from service.person_told import consent, identities, merge, told
from service.stores.merges import Merge
from slotwise.events import CONSENT, Consent, Event
from slotwise.person import empty, fold

DAY = 86_400_000
EVENTS = [
    Event("1", 1_000, "p", "view", product_id="a", touchpoint="home"),
    Event("2", 2_000, "p", "exposure", content_id="a1", product_id="a"),
    Event("3", 3_000, "p", "convert", product_id="a", value=9.5),
    Event("4", 4_000, "p", "x.rated", product_id="a"),
]


def test_a_state_is_told_in_words():
    """Kinds by their names, moments as texts, the latest first."""
    found = told(fold(empty("p", {"city": "SZ"}), EVENTS), DAY)

    assert [each["type"] for each in found["state"]["history"]] == ["x.*", "convert", "view"]
    assert found["state"]["shown"][0]["at"] == "1970-01-01T00:00:02.000Z"
    assert (found["state"]["events"]["convert"], found["state"]["events"]["x.*"]) == (1, 1)
    assert (found["layer"], found["layers"]["payer"]) == ("payer", "1970-01-01T00:00:03.000Z")
    assert found["used"] == {"history": 3, "shown": 1, "attributes": ["city"]}


def test_of_an_opt_out_nothing_is_used():
    """It is told all the same: the person has a right to see it."""
    state = fold(empty("p", {"city": "SZ"}), [*EVENTS, Event("5", 9, "p", CONSENT, consent=Consent(False, ("x",)))])
    found = told(state, DAY)

    assert found["used"] == {"history": 0, "shown": 0, "attributes": []}
    assert found["attributes"][0] == {
        "name": "city", "value": "SZ", "used": False, "evidence": "given by the installation"
    }  # fmt: skip
    assert len(found["state"]["history"]) == 3
    assert ConsentAnswer.model_validate(consent(state)).hidden == ["x"]


def test_identifiers_are_told_with_what_brought_them():
    """The link that is in force; none for the identifier that is the person's own name."""
    merges = [
        Merge("m_1", 5, "phone_hash:1", "member:m", "phone_hash:1", "event", "e1", None, None, None),
        Merge("m_0", 4, "phone_hash:1", "member:x", "phone_hash:1", "call", None, "k", 5, "k"),
    ]
    found = identities(["member:m", "phone_hash:1", "somebody"], merges, DEFAULT)

    assert [(each["namespace"], each["link"]) for each in found] == [("member", None), ("phone_hash", "m_1")]
    assert all(IdentityAnswer.model_validate(each) for each in found)
    undone = MergeAnswer.model_validate(merge(merges[1]))
    assert (undone.into, undone.undone_by, undone.at) == ("member:x", "k", "1970-01-01T00:00:00.004Z")
