"""The command `slotwise keys`."""

import json

import pytest
from typer.testing import CliRunner

from service.commands.keys import commands
from slotwise.errors import UnknownKeyError


@pytest.fixture
def run(tmp_path):
    """Runs `slotwise keys ... --json` on a data folder of the test's own and returns the document."""

    def runs(*arguments):
        done = CliRunner().invoke(commands, [*arguments, "--data-dir", str(tmp_path), "--json"])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return json.loads(done.stdout)

    return runs


def test_a_key_lives_from_making_to_revoking(run):
    """It is shown once, listed without itself, replaced and ended."""
    made = run("create", "secret", "--name", "crm", "--scope", "persons", "--scope", "log")
    listed = run("list")["data"]
    rotated = run("rotate", made["id"], "--grace-hours", "1")
    ended = run("revoke", rotated["id"])

    assert made["key"].startswith(f"sk_{made['id']}_")
    assert [each["id"] for each in listed] == [made["id"]]
    assert made["key"].rpartition("_")[2] not in json.dumps(listed)
    assert rotated["replaces"]["successor"] == rotated["id"]
    assert ended["status"] == "revoked"


def test_a_publishable_key_has_its_origins(run):
    """Scopes need not be named."""
    made = run("create", "publishable", "--origin", "https://shop.example", "--days", "30", "--rate", "5")

    assert made["key"].startswith("pk_")
    assert sorted(made["scopes"]) == ["decide", "events"]
    assert made["origins"] == ["https://shop.example"]
    assert made["rate"] == 5.0


def test_an_unknown_key_is_said_to_be_unknown(run):
    """With the remedy."""
    with pytest.raises(UnknownKeyError):
        run("revoke", "nobody")


def test_people_see_a_table(tmp_path):
    """Or that there is none yet; a new key stands alone on standard output, for a shell to take it."""
    there = ["--data-dir", str(tmp_path)]
    assert "no keys yet" in CliRunner().invoke(commands, ["list", *there]).stdout
    shown = CliRunner().invoke(commands, ["create", "publishable", "--name", "app", *there])

    assert shown.stdout.startswith("pk_")
    assert len(shown.stdout.split()) == 1
    assert "cannot be shown again" in shown.stderr
    assert "app" in CliRunner(env={"COLUMNS": "200"}).invoke(commands, ["list", *there]).stdout
