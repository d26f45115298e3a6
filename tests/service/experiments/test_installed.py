"""Experiments of an installation: told with their newest report and the newest look at their guardrails."""

import pytest

from service.configuration.edits import replaced
from service.experiments.by_hand import by_hand
from service.experiments.conducting import By
from slotwise.errors import ExperimentError
from tests.service.experiments.living import CTR
from tests.service.http.experimenting import DRAFT

LIN = By("lin", "to see")


@pytest.fixture
def found(tmp_path):
    """Two drafts, one of them started, by hand: without a server and without a model."""
    variants = [{"variant": "control", "weight": 0.5}, {"variant": "bold", "weight": 0.5}]
    with by_hand(tmp_path) as installed:
        conducting = installed.conducting
        conducting.changing.apply(replaced({"metrics": [CTR]}), "lin", "the dictionary")
        conducting.create({**DRAFT, "variants": variants}, LIN)
        conducting.create({**DRAFT, "experiment": "other", "variants": variants}, LIN)
        conducting.start("hero", LIN)
        yield installed


def test_experiments_are_told_with_what_was_seen(found):
    """In a line each, all or those that stand so, and one with its document."""
    found.looks.put("hero", {"phase": 1, "harms": []}, 0, 1)
    found.reporting.reports.put("hero", {"phase": 1, "units": {"bold": 1}, "verdict": None}, "", (0, 1), 1)
    hero, other = found.rows()

    assert (hero["units"], hero["guardrails"]) == ({"bold": 1}, {"phase": 1, "harms": []})
    assert (other["units"], other["guardrails"], other["status"]) == (None, None, "draft")
    assert [each["experiment"] for each in found.rows("running")] == ["hero"]
    assert found.told(found.conducting.get("hero"))["document"]["experiment"] == "hero"


def test_a_model_needs_a_shelf(found):
    """By hand as over HTTP."""
    found.conducting.patch("other", {"variants": DRAFT["variants"]}, LIN)
    with pytest.raises(ExperimentError, match="no model on the shelf"):
        found.conducting.start("other", LIN)
