"""The command `slotwise config`: what an operator does by hand, on the data folder's own database."""

import json

import pytest
from typer.testing import CliRunner

from service.commands.config import commands
from slotwise.errors import ConfigurationError, RevisionConflictError, UnknownDocumentError

FACT = {"fact": "person.weight", "type": "number"}


@pytest.fixture
def run(data_dir_of_test, monkeypatch):
    """Runs `slotwise config ... --json` on a data folder with a model and returns the document, or the text."""

    def runs(*arguments, text=False, status=0):
        given = [*arguments, "--data-dir", str(data_dir_of_test), *([] if text else ["--json"])]
        done = CliRunner().invoke(commands, given)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == status
        return done.stdout if text else json.loads(done.stdout)

    return runs


def test_from_check_to_roll_back(run, tmp_path):
    """Checked, applied, seen, compared, changed by hand, in the history, brought back."""
    file = tmp_path / "facts.json"
    file.write_text(json.dumps([FACT]))
    assert run("check", str(file))["changed"] is False
    assert run("apply", str(file), "-m", "new", "--author", "ann")["revision"] == 1
    assert run("show", "facts", "person.weight")["entry"] == FACT
    edited = run("edit", "facts", "person.weight", "--set", "title=In kg", "-m", "title", "--parent", "1")
    assert edited["differences"][0]["changes"][0]["after"] == "In kg"
    assert run("diff")["differences"] == edited["differences"]
    assert [each["reason"] for each in run("history")["data"]] == ["title", "new"]
    assert run("rollback", "-m", "no title", "--dry-run")["changed"] is False
    assert run("rollback", "-m", "no title")["revision"] == 3
    assert run("show")["documents"] == {"facts": [FACT]}
    assert run("show", "--revision", "2")["documents"]["facts"][0]["title"] == "In kg"


def test_a_touchpoint_changes_what_persons_see(run):
    """The dry run names the touchpoint; with --dry-run nothing is changed."""
    said = run("edit", "touchpoints", "home", "--set", "slots=1", "-m", "fewer", "--dry-run", text=True)

    assert "+ touchpoints/home" in said
    assert "home: " in said
    assert "nothing has been changed" in said
    assert run("show")["documents"] == {}


def test_what_is_wrong_is_told_with_its_place(run, tmp_path):
    """The command ends with 1 and nothing has changed."""
    (tmp_path / "audiences.json").write_text(json.dumps([{"audience": "a", "when": "person.nobody == 1"}]))
    said = run("apply", str(tmp_path / "audiences.json"), "-m", "try", text=True, status=1)

    assert said.startswith("wrong: /audiences/0/when (a): ")
    assert "field_unknown" in said
    assert run("history")["data"] == []


def test_a_folder_comes_and_goes(run, tmp_path):
    """What is exported is imported again; an import is the whole, so that other documents go."""
    run("edit", "facts", "person.weight", "--set", "type=number", "-m", "new")
    assert len(run("export", str(tmp_path / "all"))["files"]) == 1
    (tmp_path / "all" / "facts.json").unlink()
    (tmp_path / "all" / "audiences.json").write_text("[]")
    run("import", str(tmp_path / "all"), "-m", "whole")

    assert run("show")["documents"] == {"audiences": []}


def test_an_entry_is_taken_away(run):
    """--delete takes one entry; what is not there is said."""
    run("edit", "facts", "person.weight", "--set", "type=number", "-m", "new")
    run("edit", "facts", "person.weight", "--delete", "-m", "old")
    assert run("show", "facts")["data"] == []
    with pytest.raises(UnknownDocumentError):
        run("edit", "facts", "person.weight", "--delete", "-m", "twice")
    with pytest.raises(RevisionConflictError):
        run("edit", "facts", "person.weight", "--set", "type=number", "-m", "late", "--parent", "0")


def test_an_entry_is_edited_in_an_editor(run, monkeypatch):
    """EDITOR is opened on the entry; what it leaves is the new entry."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", 'sed -i \'s/}/, "type": "text"}/\'')
    run("edit", "facts", "person.colour", "-m", "by hand")
    assert run("show", "facts", "person.colour")["entry"]["type"] == "text"
    monkeypatch.setenv("EDITOR", "false")
    with pytest.raises(ConfigurationError):
        run("edit", "facts", "person.colour", "-m", "by hand")
