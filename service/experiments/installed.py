"""Installed: all about experiments of an installation, put together from its stores, its shelf and its models."""

from dataclasses import dataclass
from typing import Any

from service.configuration.changing import Changing
from service.configuration.history import History
from service.experiments.conducting import Conducting
from service.experiments.pinning import Pinning
from service.experiments.reporting import Reporting
from service.experiments.starting import Starting
from service.experiments.telling import experiment_told, row_told
from service.settings import Settings
from service.stores.database import Database
from service.stores.experiment_plans import ExperimentPlans
from service.stores.experiment_reports import ExperimentReports
from service.stores.guard_looks import GuardLooks
from slotwise import shelf
from slotwise.documents.experiments import Experiment


@dataclass(frozen=True)
class Installed:
    """Conducts experiments, has them reported, and tells of them."""

    conducting: Conducting
    starting: Starting
    reporting: Reporting
    looks: GuardLooks

    def told(self, experiment: Experiment) -> dict[str, Any]:
        """Return an experiment with its newest report and the newest look at its guardrails; raise StoreError."""
        return experiment_told(experiment, self.reporting.find(experiment), self.looks.of(experiment.id))

    def rows(self, status: str | None = None) -> list[dict[str, Any]]:
        """Return all experiments, or those that stand so, in a line each; raise StoreError."""
        wanted = [each for each in self.conducting.all() if status in (None, each.status)]
        looks = self.looks.all() if wanted else {}
        return [row_told(each, self.reporting.find(each), looks.get(each.id)) for each in wanted]


def installed(settings: Settings, database: Database, history: History, changing: Changing) -> Installed:
    """Return the experiments of an installation."""

    def name() -> str | None:
        return settings.model or next(iter(shelf.names(settings.shelf_dir)), None)

    conducting = Conducting(history, changing, Pinning(settings.shelf_dir, name))
    starting = Starting(conducting, ExperimentPlans(database), settings.data_dir)
    reports = ExperimentReports(database)
    reporting = Reporting(reports, conducting.all, settings.experiment_hours, settings.data_dir)
    return Installed(conducting, starting, reporting, GuardLooks(database))
