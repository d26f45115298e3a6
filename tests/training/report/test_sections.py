"""The report says what the judgement says, on one page of its own."""

import re
from html.parser import HTMLParser

import pytest

from training.pipeline import _learned
from training.report import render
from training.report.sections import sections

COMPARED = {
    "version": "4",
    "how": "as judged in its own run",
    "cases": 60,
}


def document_of(judged, **more):
    """A run's whole document."""
    trained, _, evaluation, _ = judged
    return {
        **evaluation.document,
        "learned": _learned(trained),
        "latency": {"p50_ms": 1.0, "p95_ms": 2.0, "p99_ms": 3.0},
        "seconds": dict(trained.seconds),
        "data": {"name": "board <1>", "digest": "abc", "rows": 480},
        "bundle_bytes": 1_000_000,
        "bundle_digest": "0" * 64,
        **more,
    }


class Links(HTMLParser):
    """Collects whatever a page would load, and whether its tags close."""

    void = frozenset({"meta", "br", "img", "link", "input"})

    def __init__(self):
        super().__init__()
        self.loads, self.open = [], []

    def handle_starttag(self, tag, attrs):
        self.loads += [value for name, value in attrs if name in ("src", "href", "action")]
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.loads += [value for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("kind", ["judged_world", "judged_lists"])
def test_the_page_stands_alone(kind, request):
    """It loads nothing, runs no script, closes its tags, and escapes what others wrote."""
    document = document_of(request.getfixturevalue(kind))
    page = render("board & co", document, {"seed": 1})
    found = Links()
    found.feed(page)

    assert found.loads == []
    assert found.open == []
    assert "<script" not in page
    assert "url(" not in page
    assert "board &amp; co" in page
    assert "board &lt;1&gt;" in page


def test_every_value_of_the_table_is_the_judgements(judged_lists):
    """The figures of the page are those of the document, to four places."""
    document = document_of(judged_lists)
    page = render("board", document, {})

    for values in document["metrics"].values():
        for each in values.values():
            if each["value"] is not None:
                assert f"{each['value']:.4f}" in page


def test_it_says_better_only_beyond_the_interval(judged_world):
    """On a checkerboard the model is better than popular; against somebody equal nothing is told apart."""
    document = document_of(judged_world)
    equal = {name: {"value": 0.0, "low": -0.1, "high": 0.1, "cases": 60} for name in document["metrics"]["model"]}
    champion = {**COMPARED, "metrics": document["metrics"]["model"], "differences": equal, "slices": {}}
    found = sections({**document, "champion": champion}, {})

    said = {each["text"]: each["kind"] for each in found["verdicts"]}
    assert said["better than popular"] == "better"
    assert said["not told apart from champion"] == "open"
    assert found["contenders"][:2] == ["model", "champion"]


def test_a_champion_without_comparison_is_told(judged_world):
    """The page says why there is none."""
    page = render("board", document_of(judged_world, champion={**COMPARED, "how": "only 3 cases"}), {})

    assert "only 3 cases" in page


def test_without_a_judgement_there_is_still_a_page(judged_world):
    """A training that held nothing out shows what it learned and says that nothing was judged."""
    whole = document_of(judged_world)
    page = render("board", {name: whole[name] for name in ("learned", "seconds", "data", "bundle_bytes")}, {})

    assert "nothing was held out" in page
    assert re.search("<svg", page)
