"""The command `slotwise experiment`: an experiment's life from a file to its frozen report."""

import json
import os
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.commands.experiment import commands
from service.configuration.by_hand import by_hand
from service.configuration.edits import replaced
from service.settings import Settings
from service.stores.database import Database
from slotwise.errors import ConfigurationError, ExperimentError, MeasureError, UnknownExperimentError
from tests.service.experiments.living import CTR, assigned, event, fill

DRAFT = {
    "experiment": "hero", "hypothesis": "bolder is better", "control": "control", "primary": {"metric": "ctr"},
    "variants": [{"variant": "control", "weight": 0.5}, {"variant": "bold", "weight": 0.5}], "share": 0.05,
}  # fmt: skip
WHY = ("--reason", "to see", "--author", "lin")
DAY = 86_400_000


@pytest.fixture
def run(tmp_path):
    """Runs `slotwise experiment ...` on a data folder with a dictionary of metrics and without a model."""

    def runs(*arguments, error=None, text=False, given=None):
        options = ["--data-dir", str(tmp_path), *([] if text else ["--json"])]
        done = CliRunner().invoke(commands, [*arguments, *options], input=given)
        if error is not None:
            assert isinstance(done.exception, error), done.output
            return done.exception
        assert done.exit_code == 0, done.output or done.exception
        return done.output if text else json.loads(done.stdout)

    with by_hand(tmp_path) as found:
        found.changing.apply(replaced({"metrics": [CTR]}), "lin", "the dictionary")
    return runs


@pytest.fixture
def hero(run):
    """A draft."""
    return run("create", "-", *WHY, given=json.dumps(DRAFT))["experiment"]


def meet(folder, started, persons=400):
    """Persons who were assigned and did something, before the start for planning, and after it."""
    now, rows, events = int(time.time() * 1_000), [], []
    for number in range(persons):
        person, arm = f"p{number}", ("control", "bold")[number % 2]
        if started:
            rows.append(assigned(person, now - 1_000 + number, arm))
        at = now - 500 + number if started else now - (1 + number % 3) * DAY
        events += [event(person, at + place, kind) for place, kind in enumerate(["exposure"] * 3)]
        events += [event(person, at + 5, "click")] if number % 3 == 0 else []
    database = Database(Settings(data_dir=folder).database_url)
    fill(database, rows, events)
    database.close()


def test_a_life_at_the_terminal(run, hero, tmp_path):
    """Written, changed, started, ramped, paused, resumed, phased, stopped, put away; every act is in the history."""
    assert hero["status"] == "draft"
    assert run("change", "hero", "--set", "title=Bolder", *WHY)["experiment"]["title"] == "Bolder"
    assert "not known" in run("start", "hero", *WHY)["warnings"][0]
    assert run("ramp", "hero", "0.25", *WHY)["experiment"]["share"] == 0.25
    assert run("pause", "hero", "--variant", "bold", *WHY)["experiment"]["variants"][1]["paused"] == "to see"
    run("resume", "hero", "--variant", "bold", *WHY)
    assert run("phase", "hero", "--set", "unit=session", *WHY)["experiment"]["unit"] == "session"
    assert "hero is stopped" in run("stop", "hero", *WHY, text=True)
    assert run("archive", "hero", *WHY)["experiment"]["status"] == "archived"
    deeds = run("history", "hero")["data"]

    assert [each["act"] for each in deeds][::-1] == [
        "create", "change", "start", "ramp", "pause", "resume", "phase", "stop", "archive",
    ]  # fmt: skip
    assert {each["author"] for each in deeds} == {"lin"}
    assert "ramp" in run("history", "hero", text=True)


def test_experiments_are_listed_and_shown(run, hero):
    """For programs and for people."""
    assert [each["experiment"] for each in run("list")["data"]] == ["hero"]
    assert run("list", "--status", "running")["data"] == []
    assert "hero" in run("list", text=True)
    assert "control" in run("show", "hero", text=True)
    assert run("show", "hero")["document"]["hypothesis"] == "bolder is better"


def test_testers_are_kept(run, hero):
    """By the id of a unit; taken away, a unit is drawn like everybody else."""
    assert run("forced", "hero", "me", "bold")["forced"] == {"me": "bold"}
    assert "bold" in run("forced", "hero", text=True)
    assert run("forced", "hero", "me", "--remove")["forced"] == {}
    run("forced", "hero", "me", error=ExperimentError)
    run("forced", "hero", "me", "nobody", error=ConfigurationError)


def test_what_a_unit_gets_is_told(run, hero):
    """In words, with the reason."""
    assert run("assignment", "hero", "--person", "a")["reason"] == "not_running"
    run("start", "hero", "--share", "1", *WHY)
    told = run("assignment", "hero", "--person", "a")

    assert (told["reason"], told["unit"]) == ("assigned", "a")
    assert told["variant"] in run("assignment", "hero", "--person", "a", text=True)
    assert run("assignment", "hero", "--session", "s")["reason"] == "no_unit"


def test_mistakes_are_told(run, hero, tmp_path):
    """Files that are no documents, experiments that are not there, acts that cannot be."""
    run("show", "nobody", error=UnknownExperimentError)
    run("stop", "hero", *WHY, error=ExperimentError)
    run("create", str(tmp_path / "none.json"), *WHY, error=ConfigurationError)
    run("create", "-", *WHY, given="{", error=ConfigurationError)
    run("create", "-", *WHY, given="[]", error=ConfigurationError)
    run("change", "hero", *WHY, error=ConfigurationError)
    run("power", error=ExperimentError)
    run("power", "hero", error=MeasureError)
    run("delete", "hero", *WHY)
    assert run("list")["data"] == []


@pytest.mark.slow
def test_an_experiment_is_planned_from_the_log(run, hero, tmp_path):
    """Units, days, and what can be shown, written or not; a start that cannot show its effect is refused."""
    meet(tmp_path, started=False)
    told = run("power", "hero")

    assert 0.1 < told["baseline"] < 0.2
    assert (told["reachable"], told["traffic"]["units"] > 100) == (False, True)
    assert "units" in run("power", "hero", "--share", "1", text=True)
    assert run("power", "--draft", "-", given=json.dumps(DRAFT))["units_needed"] == told["units_needed"]
    refused = run("start", "hero", *WHY, error=ExperimentError)
    assert refused.pointer == "/days"
    run("start", "hero", "--override", *WHY)


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
