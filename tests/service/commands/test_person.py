"""The command `slotwise person`."""

import json

import pytest
from typer.testing import CliRunner

from service.commands.person import commands
from service.settings import Settings
from service.wiring import wire
from slotwise.errors import PersonErasedError, UnknownPersonError


@pytest.fixture
def run(tmp_path):
    """Runs `slotwise person ...` on a data folder in which somebody has done something."""
    service = wire(Settings(data_dir=tmp_path))
    service.database.prepare()
    sent = {"event_id": "e1", "type": "view", "person": {"id": "p"}, "product_id": "p1"}
    assert service.ingest.take([sent])[0].status == "accepted"
    service.database.close()

    def runs(*arguments, input=None):
        done = CliRunner().invoke(commands, [*arguments, "--data-dir", str(tmp_path)], input=input)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return runs


def test_a_person_is_shown(run):
    """As a document for programs, and as a table for people."""
    assert json.loads(run("show", "p", "--json").stdout)["used"]["history"] == 1
    assert "visitor" in run("show", "p").stdout
    with pytest.raises(UnknownPersonError):
        run("show", "nobody")


def test_consent_is_stored_and_shown(run):
    """What is not named stays; everything can be allowed again."""
    run("consent", "p", "--no-personalize", "--hide", "city")
    assert json.loads(run("consent", "p", "--json").stdout)["hidden"] == ["city"]
    said = json.loads(run("consent", "p", "--personalize", "--hide-nothing", "--json").stdout)

    assert (said["personalize"], said["hidden"]) == (True, [])


def test_an_export_is_a_document(run, tmp_path):
    """On standard output or in a file, the same person."""
    out = tmp_path / "p.json"
    run("export", "p", "--out", str(out))

    assert json.loads(run("export", "p").stdout)["events"] == json.loads(out.read_bytes())["events"]


def test_erasing_asks_first(run):
    """No means no; --yes does not ask, and the receipt says what went and what remains."""
    assert run("erase", "p", input="n\n").exit_code != 0
    assert json.loads(run("show", "p", "--json").stdout)["known"]
    done = run("erase", "p", "--yes")
    assert "1 events" in done.stdout
    assert "what remains" in done.stdout
    assert json.loads(run("erase", "p", "--yes", "--json").stdout)["status"] == "completed"
    with pytest.raises(PersonErasedError):
        run("show", "p")
