"""The tables hold the figures of the report, and have a head for every column."""

from xml.etree import ElementTree

from slotwise.analysis.experiments.page import tables
from slotwise.analysis.experiments.page.markup import tag
from tests.experiment_logs import A, B, assigned, document, event


def cells(part):
    """The cells of every row of the body."""
    return [["".join(each.itertext()) for each in row] for row in ElementTree.fromstring(part).find(".//tbody")]


def report(reported):
    """A report with everything in it."""
    rows = [assigned(f"{side}{each}", side, 0) for side in (A, B) for each in range(120)]
    events = [event(row["person_id"], "click", n + 1) for at, row in enumerate(rows) for n in range(1 + at % 3)]
    rails = [{"metric": "latency_ms", "margin": 0.1}]
    return reported(document(guardrails=rails, segments=["person.city"], secondary=[{"metric": "clicks", "cap": 2.0}]),
                    assignments=rows, events=events)  # fmt: skip


def test_every_table_has_heads_and_a_caption():
    """Also for who does not see it."""
    found = ElementTree.fromstring(tables.table("About", ["one", "two"], [["a", tag("b", "x")], ["c", None]]))

    assert found.find(".//caption").text == "About"
    assert [each.get("scope") for each in found.iter("th")] == ["col", "col", "row", "row"]
    assert cells(tables.table("About", ["one", "two"], [["a", "b"]])) == [["a", "b"]]


def test_figures_are_those_of_the_report(reported):
    """Variants, metrics with their cap, guardrails, segments, checks, the ramp."""
    found = report(reported)

    assert [row[0] for row in cells(tables.variants(found))] == ["a (control)", "b"]
    assert [row[1] for row in cells(tables.metrics(found))] == ["primary", "secondary", "guardrail"]
    assert "capped at 2" in cells(tables.metrics(found))[1][0]
    assert cells(tables.guardrails(found))[0][2] == "✓ inside the margin"
    assert [row[0] for row in cells(tables.segments(found)[0])] == ["(not known)"]
    assert len(cells(tables.health(found))) == len(found["health"])
    assert cells(tables.happened(found)) == [["2026-05-31 16:00 UTC", "100 % of the layer"]]


def test_without_guardrails_there_is_no_table(reported):
    """And without a comparison the reason stands in its place."""
    found = reported(document())

    assert tables.guardrails(found) is None
    assert "nobody" in cells(tables.metrics(found))[0][4]
