"""The command `slotwise experiment`: an experiment's life at the terminal, act by act."""

import json

from slotwise.errors import ConfigurationError, ExperimentError, RevisionConflictError, UnknownExperimentError
from tests.service.commands.experimenting import DRAFT, WHY, hero, run

__all__ = ["hero", "run"]


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


def test_mistakes_are_told(run, hero, tmp_path):
    """Files that are no documents, experiments that are not there, acts that cannot be."""
    run("show", "nobody", error=UnknownExperimentError)
    run("stop", "hero", *WHY, error=ExperimentError)
    run("create", str(tmp_path / "none.json"), *WHY, error=ConfigurationError)
    run("create", "-", *WHY, given="{", error=ConfigurationError)
    run("create", "-", *WHY, given="[]", error=ConfigurationError)
    run("change", "hero", *WHY, error=ConfigurationError)
    run("delete", "hero", *WHY)
    assert run("list")["data"] == []


def test_a_document_is_changed_by_a_file_or_by_fields(run, hero, tmp_path):
    """A whole document or some fields, not both and not neither; an empty value takes a field away."""
    (tmp_path / "hero.json").write_text(json.dumps({**DRAFT, "title": "Bolder", "owner": "home"}))
    told = run("change", "hero", str(tmp_path / "hero.json"), *WHY)["experiment"]
    assert (told["title"], told["owner"]) == ("Bolder", "home")
    assert run("change", "hero", "--set", "owner=", *WHY)["experiment"]["owner"] == ""
    run("change", "hero", str(tmp_path / "hero.json"), "--set", "owner=x", *WHY, error=ConfigurationError)
    run("change", "hero", *WHY, error=ConfigurationError)


def test_a_phase_begins_with_what_a_file_and_fields_say(run, hero, tmp_path):
    """Both together, fields before the file; the phase before has ended."""
    (tmp_path / "next.json").write_text(json.dumps({"unit": "session", "touchpoints": ["home"]}))
    run("start", "hero", *WHY)
    told = run(
        "phase", "hero", "--file", str(tmp_path / "next.json"), "--set", 'touchpoints=["feed"]', "--share", "0.5", *WHY
    )["experiment"]

    assert (told["phase"], told["share"], told["unit"]) == (2, 0.5, "session")
    assert told["document"]["phases"][-1]["touchpoints"] == ["feed"]
    assert told["document"]["phases"][0]["ended_at"] == told["document"]["phases"][1]["began_at"]


def test_an_act_made_of_another_revision_is_refused(run, hero):
    """Whichever it is; made of the newest one it is done."""
    newest = run("start", "hero", *WHY)["revision"]
    for act in (["ramp", "hero", "0.5"], ["pause", "hero"], ["change", "hero", "--set", "title=x"], ["stop", "hero"]):
        run(*act, *WHY, "--parent", str(newest - 1), error=RevisionConflictError)
        newest = run(*act, *WHY, "--parent", str(newest))["revision"]
    assert newest == run("history", "hero")["data"][0]["revision"]


def test_who_names_nobody_is_told_by_their_login(run, monkeypatch):
    """An act has an author in any case."""
    monkeypatch.setenv("LOGNAME", "wu")
    run("create", "-", "-m", "to see", given=json.dumps(DRAFT))

    assert run("history", "hero")["data"][0]["author"] == "wu"


def test_a_history_of_nothing_is_none(run):
    """An experiment that never was is unknown."""
    run("history", "nobody", error=UnknownExperimentError)
