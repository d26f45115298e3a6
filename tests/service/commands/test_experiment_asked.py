"""What a unit gets, who sees which variant as a tester, and what an experiment would need, at the terminal."""

import json

import pytest

from slotwise.errors import (
    ConfigurationError,
    DatasetError,
    ExperimentError,
    MeasureError,
    UnknownExperimentError,
)
from tests.experiment_logs import document
from tests.service.commands.experimenting import DAY, DRAFT, WHY, defined, hero, logged, meet, run

__all__ = ["hero", "run"]


def test_testers_are_kept(run, hero):
    """By the id of a unit; taken away, a unit is drawn like everybody else."""
    assert run("forced", "hero", "me", "bold")["forced"] == {"me": "bold"}
    assert "bold" in run("forced", "hero", text=True)
    assert run("forced", "hero", "me", "--remove")["forced"] == {}
    run("forced", "hero", "me", error=ExperimentError)
    run("forced", "hero", "me", "nobody", error=ConfigurationError)


def test_testers_are_told_for_people_and_kept_with_who_made_them_so(run, hero):
    """Nobody at first; each is an act with an author and a reason, and shown to be nothing else."""
    assert run("forced", "hero", text=True).strip() == "no testers"
    run("forced", "hero", "me", "bold", *WHY)
    run("forced", "hero")
    deeds = run("history", "hero")["data"]

    assert [deeds[0][each] for each in ("act", "author", "reason")] == ["change", "lin", "to see"]
    assert len(deeds) == 2
    assert run("show", "hero")["document"]["forced"] == {"me": "bold"}
    run("forced", "nobody", error=UnknownExperimentError)
    run("forced", "hero", "me", "bold", "--remove", error=ExperimentError)


def test_what_a_unit_gets_is_told(run, hero):
    """In words, with the reason."""
    assert run("assignment", "hero", "--person", "a")["reason"] == "not_running"
    run("start", "hero", "--share", "1", *WHY)
    told = run("assignment", "hero", "--person", "a")

    assert (told["reason"], told["unit"]) == ("assigned", "a")
    assert told["variant"] in run("assignment", "hero", "--person", "a", text=True)
    assert run("assignment", "hero", "--session", "s")["reason"] == "no_unit"


def test_a_tester_and_a_forced_variant_are_told_as_such(run, hero):
    """What a tester gets, and what anybody would get whose request forced a variant."""
    run("start", "hero", "--share", "1", *WHY)
    run("forced", "hero", "me", "bold")
    tester = run("assignment", "hero", "--person", "me")
    forced = run("assignment", "hero", "--person", "a", "--force", "bold")

    assert [(each["reason"], each["variant"]) for each in (tester, forced)] == [("forced", "bold")] * 2
    run("assignment", "nobody", "--person", "a", error=UnknownExperimentError)


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


def test_what_cannot_be_planned_is_told(run, hero, tmp_path):
    """Neither an experiment nor a draft, or both; nobody there yet, a log that is not, a document that is wrong."""
    run("power", error=ExperimentError)
    run("power", "hero", "--draft", "-", given=json.dumps(DRAFT), error=ExperimentError)
    run("power", "hero", error=MeasureError)
    run("power", "hero", "--log", str(tmp_path / "none"), error=DatasetError)
    where = ["--log", str(logged(tmp_path / "log", until=DAY))]
    run("power", "nobody", *where, error=UnknownExperimentError)
    run("power", "--draft", "-", *where, given=json.dumps({**DRAFT, "variants": []}), error=ConfigurationError)


def test_a_plan_is_made_of_a_log_that_is_given(run, tmp_path):
    """Without an installation's own; of whom only a part is in the audience, fewer come."""
    draft = document(status="draft", phases=[], touchpoints=[], minimum_effect=0.1)
    where = [
        *("--log", str(logged(tmp_path / "log", until=DAY + 1_000))),
        *("--definitions", str(defined(tmp_path / "definitions", draft))),
    ]
    whole, part = run("power", "e", *where), run("power", "e", *where, "--audience-share", "0.5")

    assert whole["traffic"]["units"] == part["traffic"]["units"] == 400
    assert part["planned_units"] == pytest.approx(whole["planned_units"] / 2, abs=1)
    assert part["units_needed"] == whole["units_needed"]
    assert run("power", "--draft", "-", *where, given=json.dumps(draft)) == whole
