"""The command `slotwise audience`: from everybody to the lift, as an operator goes."""

import json

import pytest
from typer.testing import CliRunner

from service.commands import audience as command
from service.commands.audience import commands
from tests.service.audiences.conftest import COUNT, settled

__all__ = ["settled"]


@pytest.fixture
def run(service, monkeypatch):
    """Runs a command on an installation with audiences, and gives its JSON."""
    from contextlib import contextmanager

    town = settled(service, monkeypatch)

    @contextmanager
    def at_hand(data_dir):
        yield service

    # The command would wire an installation of its own, with the configuration of its own database.
    monkeypatch.setattr("service.at_hand.at_hand", at_hand)
    monkeypatch.setattr(command, "_office", contextmanager(lambda data_dir: iter([town.office])))

    def run(*arguments, code=0):
        done = CliRunner().invoke(commands, [*map(str, arguments), "--json"])
        assert done.exit_code == code, done.output + repr(done.exception)
        return json.loads(done.stdout) if code == 0 else done

    run.town = town
    return run


def test_sizes_members_and_overlaps(run):
    """Audiences are listed, counted, looked at and compared."""
    assert {each["audience"] for each in run("list")["audiences"]} == {"leavers", "cities", "all", "capped", "never"}
    assert run("size", "leavers")["members"] == 40
    assert len(run("preview", "leavers", "--count", 3)["members"]) == 3
    assert run("overlap", "leavers", "--tags")["names"] == ["leavers", "left", "seen"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_from_the_export_to_the_lift(run, tmp_path, form):
    """An export goes to a file without its holdout, is listed, and its lift can be asked for."""
    made = run("export", "leavers", "--out", tmp_path / f"x.{form}", "--author", "anna")
    again = run("exports", "leavers")["exports"]
    lift = run("lift", made["export_id"], "--days", 3)

    assert (tmp_path / f"x.{form}").exists()
    assert (made["author"], made["treated"] + made["held_out"]) == ("anna", 40)
    assert [each["export_id"] for each in again] == [made["export_id"]]
    assert lift["treated"]["persons"] == made["treated"]
    assert lift["refused"]


def test_the_best_persons(run, tmp_path):
    """The best persons for a product are shown, or given out with their scores."""
    product = run.town.products[1]
    found = run("best", "--product", product, "--count", 5, "--sample", 40, "--stale")
    given = run("best", "--product", product, "--count", 5, "--out", tmp_path / "best.csv", "--stale")

    assert (found["scored"], len(found["best"])) == (40, 5)
    assert given["export"]["treated"] == 5
    assert (tmp_path / "best.csv").read_text().splitlines()[0].endswith(",score")
    assert given["scored"] == COUNT


def test_mistakes_are_told(run, tmp_path):
    """No place to export to, two of them, and a format that there is not, are errors before anybody is noted."""
    for arguments in (
        ("export", "leavers"),
        ("export", "leavers", "--out", tmp_path / "x.xlsx"),
        ("export", "leavers", "--webhook", "http://example.org"),
        ("export", "leavers", "--webhook", "https://example.org", "--out", tmp_path / "x.csv"),
        ("size", "nobody"),
        ("lift", "ax_none"),
    ):
        run(*arguments, code=1)
    assert run("exports", "leavers")["exports"] == []


def test_columns_tell_as_of_when_they_are(tmp_path):
    """As a moment, and how long it took to a tenth of a second; of nobody too."""
    done = CliRunner().invoke(commands, ["refresh", "--data-dir", str(tmp_path), "--json"])
    told = json.loads(done.stdout)

    assert told["as_of"].endswith("Z")
    assert told["seconds"] == round(told["seconds"], 1)
