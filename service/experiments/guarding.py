"""Guarding: the guardrails of running experiments are watched, and a variant that breaks one is paused by itself.

The pause is an act like anybody's: a revision with the reason in words and figures, which every worker follows.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.experiments.breaker import broken
from service.experiments.conducting import By, Conducting
from service.experiments.harms import Harm, harms
from service.log import logger
from service.moments import to_text
from service.one_at_a_time import alone
from service.sending import Sending
from service.stores.database import Database
from service.stores.exposed_rows import ExposedRows, Exposure
from service.stores.guard_looks import GuardLooks
from slotwise.configuration import Configuration
from slotwise.documents.experiments import Experiment, Phase
from slotwise.documents.metrics import Metric
from slotwise.errors import ExperimentError, SlotwiseError

AUTHOR = "guardrail"
_log = logger("experiments")


@dataclass(frozen=True)
class Guarding:
    """Looks at running experiments; of all workers of a machine one at a time. `clock` is seconds UTC."""

    database: Database
    conducting: Conducting
    looks: GuardLooks
    sending: Sending
    lock: Path
    clock: Callable[[], float] = time.time

    def tick(self) -> bool:
        """Look at all guardrails, unless another worker is at it; return whether somebody looked."""
        return alone(self.lock, self.look)

    def look(self) -> list[str]:
        """Look at all guardrails, pause what breaks one, and return the experiments looked at; raise StoreError."""
        configuration = self.conducting.history.salvaged()[0].configuration
        running = [each for each in configuration.of(Experiment) if _is_guarded(each)]
        for each in running:
            try:
                self._look_at(each, configuration)
            except SlotwiseError as error:
                _log.warning("guardrails not looked at", experiment=each.id, detail=error.detail)
        return [each.id for each in running]

    def _look_at(self, experiment: Experiment, configuration: Configuration) -> None:
        phase, now = experiment.phases[-1], int(self.clock() * 1_000)
        since = watched_since(phase)
        rows = ExposedRows(self.database, Exposure(experiment.id, phase.number, phase.unit, since))
        why = broken(phase, rows, now)
        metrics = {each.id: each for each in configuration.of(Metric)}
        found = harms(experiment, phase, rows, metrics, now)
        for each in found:
            if each.breached:
                why.setdefault(each.variant, each.text)
        self.looks.put(experiment.id, _told(phase, since, now, found, why), since, now)
        for variant, text in why.items():
            self._pause(experiment, phase, variant, text, now)

    def _pause(self, experiment: Experiment, phase: Phase, variant: str, why: str, now: int) -> None:
        try:
            done = self.conducting.pause(experiment.id, By(AUTHOR, why[:2_000]), variant)
        except ExperimentError as error:
            # Another machine, or a person, was faster.
            _log.info("variant not paused", experiment=experiment.id, variant=variant, detail=error.detail)
            return
        revision = None if done.revision is None else done.revision.revision
        _log.error("variant paused", experiment=experiment.id, variant=variant, why=why, revision=revision)
        if experiment.webhook is not None:
            told = {
                "event": "paused", "experiment": experiment.id, "phase": phase.number, "variant": variant, "why": why,
                "at": to_text(now), "revision": revision, "owner": experiment.owner,
            }  # fmt: skip
            self.sending.send(experiment.webhook, told, f"experiment-{experiment.id}-{revision}-paused")


def watched_since(phase: Phase) -> int:
    """Return from when on (ms UTC) harm counts: who resumes a variant gives it a new chance, and so does a batch."""
    ended = [each.until for each in phase.pauses if each.until is not None]
    return max(phase.began_at, *ended, *(each.at for each in phase.allocations[-1:]), 0)


def _is_guarded(experiment: Experiment) -> bool:
    return experiment.status == "running" and experiment.kind != "interleaving" and bool(experiment.phases)


def _told(phase: Phase, since: int, now: int, found: Sequence[Harm], why: dict[str, str]) -> dict[str, Any]:
    return {
        "phase": phase.number,
        "since": to_text(since),
        "at": to_text(now),
        "harms": [each.to_json() for each in found],
        "paused": why,
    }
