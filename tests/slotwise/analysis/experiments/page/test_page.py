"""The page: one file that says everything, to everybody, and lets nothing in."""

import re

import pytest

from slotwise.analysis.experiments.freezing import freeze
from slotwise.analysis.experiments.page import POLICY, page
from tests.experiment_logs import A, B, assigned, document, event


@pytest.fixture
def report(reported):
    """A frozen report whose texts try to be markup."""
    rows = [assigned(f"{side}{each}", side, 0) for side in (A, B) for each in range(150)]
    events = [event(row["person_id"], "click", n + 1) for at, row in enumerate(rows) for n in range(1 + at % 3)]
    wild = '<script>alert("1")</script>'
    experiment = document(title=wild, hypothesis=wild, owner=wild, guardrails=[{"metric": "latency_ms", "margin": 0.1}])
    return freeze(reported(experiment, assignments=rows, events=events))


def test_it_needs_nothing_else(report):
    """No script, no picture, nothing of the network; a policy that says so."""
    shown = page(report)

    assert "<script" not in shown
    assert not re.search(r"""\s(src|href|style|on\w+)=["']""", shown)
    assert POLICY.replace("'", "&#x27;") in shown
    assert shown.count("<style>") == 1


def test_it_says_what_is_to_be_done(report):
    """The verdict with its reasons, every metric, the digest."""
    shown = page(report)

    for text in ("Verdict", "clicks", "Time of a decision", report["frozen"]["digest"], "frozen", "✓ in order"):
        assert text in shown
    assert shown.count("<svg") == 2


def test_it_is_the_same_for_the_same_report(report):
    """So that a frozen page is a file that can be compared."""
    assert page(report) == page(report)


def test_a_report_without_numbers_has_a_page_too(reported):
    """Nobody has been in it yet."""
    shown = page(reported(document()))

    assert "Too early" in shown
    assert "Nothing can be compared yet." in shown


@pytest.mark.slow
@pytest.mark.parametrize(("wide", "scheme"), [(1200, "light"), (1200, "dark"), (360, "light")])
def test_it_looks_right_in_a_browser(report, tmp_path, wide, scheme):
    """Its own style is let in, nothing runs, nothing is wider than the screen, and both drawings can be seen."""
    from tests.service.browsing import chromium

    path, wrong = tmp_path / "report.html", []
    path.write_text(page(report), encoding="utf-8")
    with (
        chromium() as browser,
        browser.new_context(viewport={"width": wide, "height": 800}, color_scheme=scheme) as context,
    ):
        shown = context.new_page()
        shown.on("console", lambda message: wrong.append(message.text))
        shown.on("dialog", lambda dialog: wrong.append(dialog.message))
        shown.goto(path.as_uri())
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert shown.evaluate("getComputedStyle(document.querySelector('.card')).borderRadius") == "10px"
        assert all(box["width"] > 200 for box in (each.bounding_box() for each in shown.locator("svg").all()))
    assert wrong == []
