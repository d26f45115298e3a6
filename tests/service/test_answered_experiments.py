"""What is told about experiments fits into its shapes."""

from service.answered_experiments import ExperimentAnswer, ExperimentRowAnswer
from service.experiments.telling import experiment_told, row_told
from service.stores.experiment_reports import ExperimentReport
from tests.service.experiments.living import START, experiment

REPORT = ExperimentReport({"units": {"bold": 3}, "verdict": {"code": "ship"}}, "", START, True, "x")


def test_experiments_are_told_in_their_shapes():
    """A draft, and one that runs with a report and guardrails."""
    for found in (experiment(status="draft", phases=[]), experiment()):
        ExperimentRowAnswer.model_validate(row_told(found))
        ExperimentAnswer.model_validate(experiment_told(found, REPORT, {"phase": 1, "harms": []}))
