"""Results for people and for programs, and errors in both forms."""

import json
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from slotwise.console import Output, error_document, report, table, write_json
from slotwise.errors import CatalogError


def test_a_result_is_one_json_document_with_json(capsys):
    """With --json standard output holds the document and nothing else."""
    output = Output(json=True)
    output.note("reading")
    output.result({"name": "豆瓣", "rows": 3}, show=lambda: pytest.fail("must not be drawn"))

    written = capsys.readouterr()
    assert json.loads(written.out) == {"name": "豆瓣", "rows": 3}
    assert written.err == ""


def test_a_result_is_drawn_for_people(capsys):
    """Without --json the drawing goes to standard output and remarks to standard error."""
    output = Output()
    output.note("reading [1/2]")
    output.result({}, show=lambda: "three rows")

    written = capsys.readouterr()
    assert written.out == "three rows\n"
    assert written.err == "reading [1/2]\n"


def test_a_command_in_a_remark_can_be_copied(capsys, monkeypatch):
    """However narrow the window, a remark has no line ends of its own: the terminal breaks it, copying does not."""
    monkeypatch.setenv("COLUMNS", "20")
    Output().note("slotwise promote shop --tracking sqlite:///var/mlflow.db")

    assert capsys.readouterr().err == "slotwise promote shop --tracking sqlite:///var/mlflow.db\n"


def test_nothing_is_cut_off():
    """What does not fit into its column goes on below, so that an id can be read in a narrow window."""
    console = Console(width=20, record=True)
    console.print(table([{"task": "t_0123456789abcdef0123", "why": "because"}]))

    assert "…" not in console.export_text()


def test_a_moment_is_not_broken():
    """In a narrow window the others make room; fractions of a second are for programs."""
    console = Console(width=60, record=True)
    reason = "because nobody clicked it " * 4
    row = {"revision": 12, "at": "2026-11-22T21:32:40.123Z", "reason": reason, "who": "x" * 30}
    console.print(table([row, {**row, "at": None}]))

    written = console.export_text()
    assert "2026-11-22 21:32:40Z" in written
    assert written.count("because") == 8
    assert written.count("x") == 60


def test_an_id_is_not_broken():
    """It is copied from one command's answer into the next."""
    console = Console(width=50, record=True)
    export = "ax_863c1bbea737ea7de6bd"
    console.print(table([{"export_id": export, "state": "noted by somebody with a long name", "audience": "core"}]))

    assert export in console.export_text()


def test_among_many_columns_a_moment_takes_two_lines():
    """So that codes and names beside it are not broken either."""
    console = Console(width=80, record=True)
    row = {"number": 1, "received": "2026-11-22T21:32:40Z", "event": "e", "code": "token_invalid", "why": "forged " * 9}
    console.print(table([row]))

    written = console.export_text()
    assert "2026-11-22 " in written
    assert "21:32:40Z" in written
    assert "token_invalid" in written


@pytest.mark.parametrize("as_json", [True, False])
def test_progress_is_silent_when_nobody_watches(as_json, capsys):
    """In a pipe or with --json a progress display writes nothing."""
    with Output(as_json).progress() as progress:
        progress.advance(progress.add_task("folding", total=2))

    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.strip() == ""


def test_a_table_shows_every_row_and_a_dash_for_nothing(capsys):
    """Keys are the header, floats have four figures, None is a dash, and brackets are no markup."""
    rows = [{"model": "als[64]", "ndcg": 0.123456}, {"model": "popular", "ndcg": None}]

    Console(width=80).print(table(rows, title="Models"))

    lines = capsys.readouterr().out
    for text in ("Models", "model", "als[64]", "0.1235", "popular", "-"):
        assert text in lines


def test_an_empty_table_can_be_drawn(capsys):
    """No rows make no error."""
    Console(width=80).print(table([]))


def test_json_takes_numpy_and_paths(capsys):
    """Numbers of numpy are numbers, arrays lists, paths their text."""
    write_json({"n": np.int64(2), "scores": np.array([0.5, 1.0]), "where": Path("a/b")})

    assert json.loads(capsys.readouterr().out) == {"n": 2, "scores": [0.5, 1.0], "where": "a/b"}


def test_an_error_document_leaves_out_what_is_empty():
    """Only fields that say something are shown, a given 0 among them."""
    document = error_document(CatalogError("no slots", expected=1, given=0))

    assert document == {
        "code": "catalog_invalid",
        "title": CatalogError.title,
        "detail": "no slots",
        "expected": 1,
        "given": 0,
    }


def test_a_reported_error_keeps_brackets(capsys):
    """A detail with square brackets is shown as it is."""
    report(CatalogError("column [price] is missing"))

    assert capsys.readouterr().err == "error: column [price] is missing\n"
