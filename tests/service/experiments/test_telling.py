"""An experiment as it is told: where it stands, what rests and why, and who made its variants."""

from service.experiments.tags import tag_of
from service.experiments.telling import experiment_told, paused, row_told
from service.stores.experiment_reports import ExperimentReport
from slotwise.documents.experiments import Allocation, Pause, Pinned
from slotwise.experiments.life import stop
from tests.service.experiments.living import START, experiment


def test_a_draft_has_no_phase():
    """And nothing that a report would say."""
    told = row_told(experiment(status="draft", phases=[]))

    assert (told["status"], told["phase"], told["units"], told["verdict"]) == ("draft", None, None, None)
    assert [each["variant"] for each in told["variants"]] == ["control", "bold"]


def test_what_rests_is_told_with_its_reason():
    """A variant alone, or all of them; a pause that is over is history."""
    pauses = [Pause(variant="bold", at=START, why="slow"), Pause(variant="bold", at=START, until=START + 1, why="old")]
    phase = experiment().phase.model_copy(update={"pauses": pauses})
    one = row_told(experiment(phases=[phase]))
    whole = phase.model_copy(update={"pauses": [Pause(at=START, why="holiday")]})
    all_of_it = row_told(experiment(phases=[whole], status="paused"))

    assert [each["paused"] for each in one["variants"]] == [None, "slow"]
    assert [each["paused"] for each in all_of_it["variants"]] == ["holiday", "holiday"]
    assert paused(None) == {}


def test_what_rested_at_the_end_is_told_of_a_stopped_experiment():
    """A pause that ended with its phase is why the variant was not answered to the last."""
    running = experiment()
    rests = running.phase.model_copy(update={"pauses": [Pause(variant="bold", at=START, why="slow")]})
    told = row_told(stop(experiment(phases=[rests]), START + 60_000))

    assert told["status"] == "stopped"
    assert [each["paused"] for each in told["variants"]] == [None, "slow"]


def test_a_pinned_model_is_told_with_its_run():
    """The version that the alias meant, and where it came from."""
    pinned = {"bold": Pinned(model="m", version="7", folder="7-a", digest="a", run_id="r")}
    told = row_told(experiment(phases=[experiment().phase.model_copy(update={"pinned": pinned})]))

    assert (told["variants"][1]["version"], told["variants"][1]["run_id"]) == ("7", "r")


def test_a_bandits_weights_are_those_of_now():
    """What the document began with is history."""
    allocations = [
        Allocation(at=START, batch=0, weights=[0.5, 0.5]),
        Allocation(at=START + 1, batch=1, weights=[0.2, 0.8]),
    ]
    phase = experiment().phase.model_copy(update={"allocations": allocations})

    assert [each["weight"] for each in row_told(experiment(kind="bandit", phases=[phase]))["variants"]] == [0.2, 0.8]


def test_report_and_guardrails_are_told_with_it():
    """Of this phase alone."""
    report = ExperimentReport({"units": {"bold": 3}, "verdict": {"code": "ship"}}, "", START, True, "x")
    told = experiment_told(experiment(), report, {"phase": 1, "harms": []})

    assert (told["units"], told["verdict"]["code"], told["report"]["frozen"]) == ({"bold": 3}, "ship", True)
    assert told["tag"] == tag_of(experiment())
    assert told["document"]["experiment"] == "hero"
    assert told["guardrails"] == {"phase": 1, "harms": []}
    assert row_told(experiment(), None, {"phase": 2})["guardrails"] is None
