"""Watching: every probe is looked at again and again; a crossing is told once, and so is its end."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from service.log import logger
from service.models import Models
from service.one_at_a_time import alone
from service.probes.telling import Telling
from service.stores.database import Database
from service.stores.live_rows import LiveRows
from service.stores.probe_alarms import ProbeAlarms
from service.stores.results import Results, Span
from slotwise.configuration import Configuration
from slotwise.documents.metrics import Metric
from slotwise.documents.probes import Probe
from slotwise.errors import SlotwiseError
from slotwise.metering import Metering
from slotwise.probing import Verdict, verdict

EVERY = 30.0
"""Seconds between two looks."""
KIND = "probe"
"""Kind of the results that hold the last look's verdicts."""

_log = logger("probes")


@dataclass(frozen=True)
class Watching:
    """Looks at the probes of what is in effect; of all workers of a machine one at a time. `clock`: seconds UTC."""

    database: Database
    models: Models
    alarms: ProbeAlarms
    results: Results
    telling: Telling
    lock: Path
    clock: Callable[[], float] = field(default=time.time)

    def tick(self) -> bool:
        """Look at all probes, unless another worker is at it; return whether it was done."""
        if not self.probes():
            return False
        return alone(self.lock, self.look)

    def look(self) -> list[Verdict]:
        """Look at all probes, note and tell what crossed and what came back; raise StoreError."""
        now = int(self.clock() * 1_000)
        found = [each for probe in self.probes().values() if (each := self._verdict(probe, now)) is not None]
        for each in found:
            self._act(each)
        for gone in self.alarms.standing().keys() - self.probes().keys():
            self.alarms.end(gone, now)
        told = {each.probe.id: each.to_json() for each in found}
        self.results.write(KIND, told, Span(now, now, now), keep=2)
        return found

    def configuration(self) -> Configuration:
        """Return the configuration in effect, an empty one before there is any."""
        if self.models.in_effect is not None:
            return self.models.in_effect.configuration
        serving = self.models.current
        return Configuration() if serving is None else serving.model.configuration

    def probes(self) -> Mapping[str, Probe]:
        """Return the probes of the configuration in effect by id."""
        return {each.id: each for each in self.configuration().of(Probe)}

    def metering(self) -> Metering:
        """Return what measures the live log now."""
        serving = self.models.current
        catalog = None if serving is None else serving.model.catalog
        metrics = {each.id: each for each in self.configuration().of(Metric)}
        return Metering(LiveRows(self.database, catalog), metrics)

    def _verdict(self, probe: Probe, now: int) -> Verdict | None:
        try:
            return verdict(probe, self.metering(), now)
        except SlotwiseError as error:
            _log.warning("probe not looked at", probe=probe.id, detail=error.detail)
            return None

    def _act(self, found: Verdict) -> None:
        probe, value = found.probe, found.figure.value
        if found.state == "crossed":
            number = self.alarms.fire(probe.id, found.at, value, found.threshold, found.to_json())
            if number is not None:
                self.telling.fired(number, found)
        elif found.state == "within":
            ended = self.alarms.end(probe.id, found.at)
            if ended is not None:
                self.telling.ended(ended.id, found)
