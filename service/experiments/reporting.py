"""Reporting: reports of experiments are made again and again while they run, and frozen once they are over.

The log is read by a command in a process of its own (`slotwise experiment report --write`), which also freezes: it
keeps the last report of a phase that is over, and nothing ever changes that one.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from service import of_its_own
from service.log import logger
from service.one_at_a_time import alone
from service.stores.experiment_reports import ExperimentReport, ExperimentReports
from slotwise.documents.experiments import LIVE, Experiment
from slotwise.errors import NotMeasuredError, SlotwiseError

EVERY = 60.0
"""Seconds between two looks whether a report is due."""
_COMMAND = ("experiment", "report", "--write")
_log = logger("experiments")


@dataclass(frozen=True)
class Reporting:
    """Makes reports; of all workers of a machine one at a time. `hours` lie between two of one experiment; 0: never."""

    reports: ExperimentReports
    experiments: Callable[[], Sequence[Experiment]]
    hours: float
    data_dir: Path
    clock: Callable[[], float] = time.time
    _failed: dict[str, float] = field(default_factory=dict, repr=False)
    """When a report could not be made, seconds UTC: it is not tried again at every look."""

    def tick(self) -> bool:
        """Make the reports that are due, unless another worker is at it; return whether somebody looked."""
        if not self.hours or of_its_own.missing():
            return False
        return alone(self._lock, self._make_due)

    def due(self) -> list[str]:
        """Return the experiments whose report is too old, or that ended without a frozen one; raise StoreError."""
        return [each.id for each in self.experiments() if self._is_due(each)]

    def begin(self, experiment: str) -> None:
        """Make a report now, beside the caller; what goes wrong is logged, and tried again by `tick`."""
        threading.Thread(target=self._apart, args=(experiment,), name="report", daemon=True).start()

    def make(self, *experiments: str) -> None:
        """Make reports now, and wait for them; raise what the command refuses."""
        of_its_own.run(self.data_dir, *_COMMAND, *experiments)

    def newest(self, experiment: Experiment, phase: int | None = None) -> ExperimentReport:
        """Return the frozen report of a phase that is over, else the newest; raise NotMeasuredError, StoreError."""
        last = experiment.phase
        number = phase or (last.number if last else 0)
        found = self.reports.frozen(experiment.id, number)
        if found is None and last is not None and number == last.number:
            found = self.reports.newest(experiment.id)
            # What the phase before was said to be is nothing that is said of this one.
            found = found if found is not None and found.report.get("phase") == number else None
        if found is None:
            hint = f"slotwise experiment report {experiment.id} --write"
            raise NotMeasuredError(f"there is no report of {experiment.id} yet", hint=hint)
        return found

    def find(self, experiment: Experiment) -> ExperimentReport | None:
        """Return the same, None where there is none."""
        try:
            return self.newest(experiment)
        except NotMeasuredError:
            return None

    @property
    def _lock(self) -> Path:
        return self.data_dir / "experiments.lock"

    def _make_due(self) -> None:
        for each in self.due():
            if self.clock() - self._failed.get(each, float("-inf")) < self.hours * 3_600:
                continue
            try:
                self.make(each)
                self._failed.pop(each, None)
                _log.info("experiment reported", experiment=each)
            except SlotwiseError as error:
                self._failed[each] = self.clock()
                _log.warning("experiment not reported", experiment=each, detail=error.detail)

    def _apart(self, experiment: str) -> None:
        try:
            self.make(experiment)
        except SlotwiseError as error:
            _log.warning("experiment not reported", experiment=experiment, detail=error.detail)

    def _is_due(self, experiment: Experiment) -> bool:
        if any(
            each.ended_at is not None and self.reports.frozen(experiment.id, each.number) is None
            for each in experiment.phases
        ):
            return True
        if experiment.status not in LIVE:
            return False
        newest = self.reports.newest(experiment.id)
        return newest is None or self.clock() * 1_000 - newest.made_at >= self.hours * 3_600_000
