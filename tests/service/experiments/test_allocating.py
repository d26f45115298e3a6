"""A bandit's weights move once a batch, by what its newest report says."""

import pytest

from service.configuration.edits import replaced
from service.experiments.allocating import Allocating
from service.experiments.conducting import By
from service.experiments.history import history_of
from service.experiments.reporting import Reporting
from service.stores.experiment_reports import ExperimentReports
from tests.service.experiments.living import CTR, HOUR, START

LIN = By("lin", "to see")
DRAFT = {
    "experiment": "hero", "kind": "bandit", "control": "control", "primary": {"metric": "ctr"}, "share": 1.0,
    "variants": [{"variant": "control", "weight": 0.5}, {"variant": "bold", "weight": 0.5}],
}  # fmt: skip


def report(code="keep_going", value=0.12):
    """A report in which bold is at `value` and control at 0.1, each to within 0.01."""
    variants = {
        name: {"value": each, "low": each - 0.01, "high": each + 0.01, "units": 5_000}
        for name, each in (("control", 0.1), ("bold", value))
    }
    primary = {"metric": "ctr", "role": "primary", "direction": "up", "level": 0.95, "variants": variants}
    return {"phase": 1, "as_of": "2026-09-21T00:00:00Z", "verdict": {"code": code}, "metrics": [primary]}


@pytest.fixture
def allocating(conducting, database, clock, tmp_path):
    """Who moves the weights of a bandit that began a day and an hour ago."""
    conducting.changing.apply(replaced({"metrics": [CTR]}), "lin", "the dictionary")
    conducting.create(DRAFT, LIN)
    conducting.start("hero", LIN)
    clock.now += 25 * 3_600
    reporting = Reporting(ExperimentReports(database), conducting.all, 1.0, tmp_path, clock)
    return Allocating(conducting, reporting, tmp_path / "bandits.lock", clock)


def tell(allocating, document, at=START + 24 * HOUR):
    """A report was made."""
    allocating.reporting.reports.put("hero", document, "", (START, at), at)


def test_the_better_variant_gets_more(allocating, conducting, clock):
    """By a batch of its own, with the shares in the history; the next batch comes a day later."""
    tell(allocating, report())
    assert allocating.tick()
    batches = conducting.get("hero").phase.allocations
    deed = history_of(conducting.history, "hero")[0]

    assert len(batches) == 2
    assert batches[1].weights[1] > 0.9
    assert (deed["act"], deed["author"]) == ("allocate", "bandit")
    assert "bold 9" in deed["reason"]
    tell(allocating, report(value=0.09), START + 25 * HOUR + 1)
    assert allocating.allocate() == []
    clock.now += 24 * 3_600
    assert allocating.allocate() == ["hero"]


@pytest.mark.parametrize("document", [report("unhealthy"), {**report(), "phase": 2}])
def test_what_is_no_ground_moves_nobody(allocating, document):
    """An unhealthy report, or one of another phase."""
    tell(allocating, document)
    assert allocating.allocate() == []


def test_without_a_report_since_the_last_batch_nothing_moves(allocating):
    """Neither without any report."""
    assert allocating.allocate() == []
    tell(allocating, report(), START)
    assert allocating.allocate() == []
