"""The report at the terminal: of one experiment or of all, as a page, and frozen when the experiment is stopped."""

import json
import os
import time
from pathlib import Path

import pytest

from slotwise.errors import ExperimentError, MeasureError, UnknownExperimentError
from tests.service.commands.experimenting import WHY, defined, hero, logged, meet, run, started

__all__ = ["hero", "run"]


@pytest.fixture
def where(tmp_path):
    """Options that name a log and two experiments that ran, beside a draft."""
    second = started(experiment="other", layer="second")
    draft = started([], experiment="draft", status="draft")
    definitions = defined(tmp_path / "definitions", started(), second, draft)
    return ["--log", str(logged(tmp_path / "log", ("e", "other"))), "--definitions", str(definitions)]


@pytest.mark.slow
def test_the_report_is_made_and_frozen(run, hero, tmp_path):
    """Kept for the API while it runs; once stopped it is the last word, as files that nobody changes."""
    run("start", "hero", "--share", "1", *WHY)
    time.sleep(1.5)
    meet(tmp_path, started=True)
    page = tmp_path / "page.html"
    told = run("report", "hero", "--write", "--html", str(page))

    assert told["units"] == {"control": 200, "bold": 200}
    assert page.read_text().startswith("<!doctype html>")
    assert run("list")["data"][0]["units"] == told["units"]
    assert "units: control 200" in run("report", text=True)
    stopped = run("stop", "hero", *WHY)
    first = json.loads(Path(stopped["report"]).read_text())
    again = run("report", "hero", "--write")
    assert first == again
    assert first["frozen"]["digest"] == run("report")["data"][0]["frozen"]["digest"]
    assert not os.access(stopped["page"], os.W_OK) or os.geteuid() == 0
    assert run("show", "hero")["report"]["frozen"]


def test_experiments_that_were_started_are_reported(run, where):
    """All of them without a name, those that are named otherwise; a single one stands alone."""
    every = run("report", *where)["data"]

    assert [each["experiment"] for each in every] == ["e", "other"]
    assert run("report", "e", *where) == every[0]
    assert run("report", "other", "e", *where)["data"] == every[::-1]
    told = run("report", *where, text=True)
    assert (told.count("e, phase 1 (running)"), told.count("units: a 200, b 200")) == (1, 2)


def test_a_page_is_of_one_experiment(run, where, tmp_path):
    """It is written where it was asked for, and where it is is told; of two there is none."""
    page = tmp_path / "page.html"
    refused = run("report", "--html", str(page), *where, error=ExperimentError)
    assert refused.expected == ["e", "other"]
    assert not page.exists()
    assert f"page: {page}" in run("report", "e", "--html", str(page), *where, text=True).replace("\n", "")
    assert page.read_text().startswith("<!doctype html>")


def test_what_cannot_be_reported_is_told(run, where):
    """An experiment that is not there, one that never began, a phase that never was."""
    run("report", "nobody", *where, error=UnknownExperimentError)
    run("report", "draft", *where, error=MeasureError)
    refused = run("report", "e", "--phase", "2", *where, error=MeasureError)

    assert (refused.expected, refused.given) == ([1], 2)


def test_without_an_experiment_there_is_nothing_to_report(run, tmp_path):
    """And that is no mistake."""
    where = ["--log", str(logged(tmp_path / "log", ())), "--definitions", str(defined(tmp_path / "definitions"))]

    assert run("report", *where) == {"data": []}
    assert run("report", *where, text=True).strip() == "no experiment was started"


def test_a_stop_that_cannot_freeze_yet_is_a_stop_all_the_same(run, hero):
    """Nobody has done anything, so there is no report: that is told, and the experiment is over."""
    run("start", "hero", *WHY)
    told = run("stop", "hero", *WHY)

    assert "no events" in told["not frozen yet"]
    assert (told["experiment"]["status"], run("show", "hero")["status"]) == ("stopped", "stopped")
    assert run("show", "hero")["report"] is None
