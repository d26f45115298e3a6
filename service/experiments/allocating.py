"""Allocating: a running bandit moves its weights, once a batch, by what its newest report says."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from service.experiments.conducting import By, Conducting
from service.experiments.reporting import Reporting
from service.log import logger
from service.one_at_a_time import alone
from slotwise.documents.experiments import Experiment
from slotwise.errors import SlotwiseError
from slotwise.experiments.bandit import of_report

AUTHOR = "bandit"
HOURS = 24.0
"""Least time that weights stand still: every batch has a whole day, so that no variant gets the evenings alone."""
_log = logger("experiments")


@dataclass(frozen=True)
class Allocating:
    """Moves the weights of bandits; of all workers of a machine one at a time. `clock` is seconds UTC."""

    conducting: Conducting
    reporting: Reporting
    lock: Path
    clock: Callable[[], float] = time.time

    def tick(self) -> bool:
        """Begin the batches that are due, unless another worker is at it; return whether somebody looked."""
        return alone(self.lock, self.allocate)

    def allocate(self) -> list[str]:
        """Begin the batches that are due, and return their experiments; raise StoreError."""
        return [each.id for each in self.conducting.all() if self._is_due(each) and self._moved(each)]

    def _is_due(self, experiment: Experiment) -> bool:
        if experiment.kind != "bandit" or experiment.status != "running":
            return False
        last = experiment.phases[-1].allocations[-1].at
        return self.clock() * 1_000 - last >= HOURS * 3_600_000

    def _moved(self, experiment: Experiment) -> bool:
        phase, found = experiment.phases[-1], self.reporting.find(experiment)
        if found is None or found.frozen or found.made_at <= phase.allocations[-1].at:
            return False
        weights = of_report(phase, found.report)
        if weights is None or weights == phase.allocations[-1].weights:
            return False
        told = ", ".join(f"{each.variant} {share:.1%}" for each, share in zip(phase.variants, weights, strict=True))
        by = By(AUTHOR, f"batch {phase.allocations[-1].batch + 1}: {told}, by the report of {found.report['as_of']}")
        try:
            self.conducting.allocate(experiment.id, weights, by)
        except SlotwiseError as error:
            _log.warning("weights not moved", experiment=experiment.id, detail=error.detail)
            return False
        return True
