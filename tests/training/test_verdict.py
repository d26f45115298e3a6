"""A report is read as what it is, or refused."""

import orjson
import pytest

from slotwise.analysis.experiments.freezing import freeze
from slotwise.errors import GateError
from training.verdict import read

PINNED = {"model": "board", "version": "2", "folder": "2-x", "digest": "x", "run_id": "r"}
REPORT = {
    "experiment": "exp", "phase": 2, "as_of": "2026-06-01T00:00:00Z",
    "verdict": {"code": "ship", "variant": "new", "text": "better"},
    "variants": [{"variant": "control", "pinned": None}, {"variant": "new", "pinned": PINNED},
                 {"variant": "patched", "pinned": None}],
}  # fmt: skip


@pytest.fixture
def verdict(tmp_path):
    """Writes a report with some fields changed, and reads it."""

    def make(frozen=True, **changed):
        path, found = tmp_path / "report.json", {**REPORT, **changed}
        path.write_bytes(orjson.dumps(freeze(found) if frozen else found))
        return read(path)

    return make


def test_the_winner_may_become_champion(verdict):
    """Of its own model and version only."""
    found = verdict()
    assert found.winner == "2"
    assert found.against("board", "2") == []
    assert "was won by version 2" in found.against("board", "3")[0]
    assert "was won by version 2" in found.against("other", "2")[0]


def test_everything_against_is_said(verdict):
    """Not frozen and not to be shipped are two reasons; a variant without a version is no champion."""
    found = verdict(frozen=False, verdict={"code": "unhealthy", "variant": None, "text": "a mismatch"})
    assert len(found.against("board", "2")) == 2
    patched = verdict(verdict={"code": "ship", "variant": "patched", "text": "better"})
    assert patched.winner is None
    assert "configuration" in patched.against("board", "2")[0]


def test_tags_say_which_report(verdict):
    """By its digest, so that it can be held against the file."""
    tags = verdict().tags("control")
    assert tags["experiment.variant"] == "control"
    assert tags["experiment.verdict"] == "ship new"
    assert len(tags["experiment.report"]) == 64


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"verdict": 3}', "no json"])
def test_what_is_no_report_is_refused(tmp_path, text):
    """With what was expected."""
    path = tmp_path / "report.json"
    path.write_text(text)
    with pytest.raises(GateError) as refused:
        read(path)
    assert "slotwise experiment report" in refused.value.expected


def test_a_file_that_is_not_there_is_said(tmp_path):
    """It is no verdict of any kind."""
    with pytest.raises(GateError):
        read(tmp_path / "nothing.json")


def test_a_report_that_was_changed_is_refused(tmp_path):
    """A seal that does not fit is no seal."""
    path = tmp_path / "report.json"
    path.write_bytes(orjson.dumps({**freeze(REPORT), "experiment": "another"}))
    with pytest.raises(GateError) as refused:
        read(path)
    assert "not what it was" in refused.value.detail
