"""The browser SDK assigns by itself as the service does, in a real browser."""

import json

import pytest

from slotwise.client.assignment import assign, normalised
from tests.assignment_vectors import FILE, UNITS

pytestmark = pytest.mark.slow
RUN = "([document, cases, options]) => cases.map((each) => Slotwise.assign(document, each, options))"
SITUATIONS = json.loads(FILE.read_text())


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each["name"])
def test_it_is_the_engines_assignment(page, situation):
    """For every vector: variant, probability, reason and what is served."""
    found = page.evaluate(RUN, [situation["document"], situation["cases"], {}])

    assert found == [each["expected"] for each in situation["cases"]]


def test_half_characters_are_hashed_as_the_engine_does(page):
    """A lone half of a surrogate pair, which JSON lets through, and texts longer than one block of the hash."""
    document = SITUATIONS[2]["document"]
    sizes = [55, 56, 63, 64, 65, 119, 120, 1_000]
    script = """([document, sizes]) => ["\\ud83d", "a\\udc00", ...sizes.map((size) => "字".repeat(size))].map(
        (person) => Slotwise.assign(document, { person }))"""
    found = page.evaluate(script, [document, sizes])
    for unit, each in zip(["\ud83d", "a\udc00", *("字" * size for size in sizes)], found, strict=True):
        assert [one["variant"] for one in each] == [one.variant for one in assign(document, unit)]


def test_touchpoints_testers_and_other_forms(page):
    """As in the other clients: filtered, forced, refused."""
    document = SITUATIONS[2]["document"]
    here = page.evaluate(
        RUN, [document, [{"person": "p_1"}], {"touchpoints": ["bill"], "forced": {"half": "challenger"}}]
    )

    assert {each["experiment"] for each in here[0]} == {"tenths", "skewed", "mixed", "learning", "resting", "half"}
    assert [each["reason"] for each in here[0] if each["experiment"] == "half"] == ["forced"]
    refused = "(document) => { try { Slotwise.assign(document, {}); } catch (error) { return error.message; } }"
    assert "form 2" in page.evaluate(refused, {**document, "version": 2})


def test_ids_of_this_test_are_what_they_say():
    """The vectors hold numbers and texts that are one id."""
    assert normalised(1029) == normalised("1029")
    assert len(UNITS) > 20


def test_a_browser_asks_once_and_assigns_its_own(begin, page, served):
    """Of a person that is signed in; of a browser that the service may know by other names, it says: ask."""
    document = SITUATIONS[2]["document"]
    page.route("**/v1/experiments/assignments", lambda route: route.fulfill(json=document))
    begin(person="p_1")
    signed_in = page.evaluate("() => client.assignments()")
    expected = next(each["expected"] for each in SITUATIONS[2]["cases"] if each["person"] == "p_1")
    begin()
    unknown = page.evaluate("() => client.assignments()")

    assert [each for each in signed_in if each["experiment"] != "visit"] == [
        each for each in expected if each["experiment"] != "visit"
    ]
    assert {each["reason"] for each in unknown if each["experiment"] != "visit"} == {"ask"}
    assert [each["reason"] for each in unknown if each["experiment"] == "visit"] == ["assigned"]
    page.unroute("**/v1/experiments/assignments")
    assert page.evaluate("() => client.assignments()") == []
