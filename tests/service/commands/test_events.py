"""The command `slotwise events`."""

import json

import pytest
from typer.testing import CliRunner

from service.commands.events import commands

BAD = {"event_id": "e", "type": "buy", "person": {"id": "p"}}


@pytest.fixture
def run(client, data_dir_of_test):
    """Runs `slotwise events ... --json` on the folder of an installation that has rejected two events."""
    client.post("/v1/events", json={"events": [BAD, {**BAD, "type": "click", "token": "forged"}]})

    def runs(*arguments, status=0, text=False):
        options = ["--data-dir", str(data_dir_of_test), *([] if text else ["--json"])]
        done = CliRunner().invoke(commands, [*arguments, *options])
        assert done.exit_code == status, done.output
        return done.stdout if text else json.loads(done.stdout)

    return runs


def test_rejected_events_are_listed(run):
    """All, or those of one reason, for programs and for people."""
    assert [each["code"] for each in run("rejected")["data"]] == ["request_invalid", "token_invalid"]
    assert [each["id"] for each in run("rejected", "--code", "token_invalid")["data"]] == [2]
    assert [each["id"] for each in run("rejected", "--after", "1", "--limit", "1")["data"]] == [2]
    assert "token_invalid" in run("rejected", text=True)


def test_a_corrected_event_is_sent_again(run, tmp_path, service):
    """From a file; it is in the log of the same installation, and waits no longer."""
    file = tmp_path / "event.json"
    file.write_text(json.dumps({**BAD, "type": "click"}))

    assert run("resend", "1", "--file", str(file))["accepted"] == 1
    assert service.events.last() == 1
    assert [each["id"] for each in run("rejected")["data"]] == [2]
    assert len(run("rejected", "--resolved")["data"]) == 2


def test_what_is_wrong_again_is_told(run):
    """All that wait, as they were: nothing changes, and the status says so."""
    answer = run("resend", status=2)

    assert (answer["accepted"], answer["rejected"]) == (0, 2)
    assert [each["number"] for each in answer["results"]] == [1, 2]
    assert run("resend", "99", status=2)["results"][0]["why"]


def test_a_corrected_event_is_for_one(run, tmp_path):
    """A file needs a number, and must hold JSON."""
    file = tmp_path / "event.json"
    file.write_text("{")

    run("resend", "--file", str(file), status=2, text=True)
    run("resend", "1", "--file", str(file), status=2, text=True)


def test_nothing_waits(run):
    """An empty list says so."""
    assert run("rejected", "--code", "event_too_old", text=True).strip() == "no events wait"
    assert run("resend", "--code", "event_too_old", text=True).strip() == "no events wait"
