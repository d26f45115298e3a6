"""Measured: what jobs found of metrics, funnels and campaigns, and what probes saw, as it is told to callers.

A metric is measured by one engine and its sheet is stored; the command, the API and the pages show that same sheet.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from service.moments import to_text
from service.probes.watching import KIND as PROBE
from service.stores.probe_alarms import ProbeAlarm, ProbeAlarms
from service.stores.results import Result, Results
from slotwise.configuration import Configuration
from slotwise.documents import Entry
from slotwise.documents.campaigns import Campaign
from slotwise.documents.metrics import Metric
from slotwise.documents.probes import Probe
from slotwise.documents.processes import Process
from slotwise.errors import (
    NotMeasuredError,
    SlotwiseError,
    UnknownCampaignError,
    UnknownMetricError,
    UnknownProcessError,
)

METRIC, FUNNEL, CAMPAIGN = "metric", "funnel", "campaign"
"""Kinds of results, by the id of the metric, process or campaign."""
_SHORT = ("value", "low", "high", "numerator", "denominator", "persons", "enough", "since", "until", "before", "change")
_OF_METRIC = ("metric", "title", "kind", "unit", "direction", "owner", "description", "time_zone", "window")
_OF_FUNNEL = ("process", "title", "per", "window", "owner")
_OF_CAMPAIGN = ("campaign", "title", "goal", "process", "start", "end", "owner")
_OF_PROBE = ("probe", "title", "metric", "window", "severity", "owner", "min_sample", "webhook")


class Told(NamedTuple):
    """A document with the tag that changes when it does."""

    document: dict[str, Any]
    etag: str


@dataclass(frozen=True)
class Measured:
    """Reads results beside the documents that they are about. Errors are StoreError beside those named."""

    results: Results
    alarms: ProbeAlarms
    configuration: Callable[[], Configuration]

    def metrics(self) -> dict[str, Any]:
        """Return the dictionary with the newest value of every metric that was measured."""
        return {"data": self._listed(Metric, METRIC, _OF_METRIC, _SHORT)}

    def metric(self, name: str) -> Told:
        """Return a metric's newest sheet; raise UnknownMetricError or NotMeasuredError."""
        return self._one(METRIC, name, Metric, UnknownMetricError, "slotwise metrics --write")

    def funnels(self) -> dict[str, Any]:
        """Return all processes with the conversion and the bottleneck of the newest funnel."""
        short = ("journeys", "persons", "conversion", "since", "until", "bottleneck")
        return {"data": self._listed(Process, FUNNEL, _OF_FUNNEL, short)}

    def funnel(self, name: str) -> Told:
        """Return a process' newest funnel; raise UnknownProcessError or NotMeasuredError."""
        return self._one(FUNNEL, name, Process, UnknownProcessError, "slotwise funnel --write")

    def campaigns(self) -> dict[str, Any]:
        """Return all campaigns with what was measured against what was expected."""
        short = ("measured", "expected", "deviation", "verdict", "since", "until")
        return {"data": self._listed(Campaign, CAMPAIGN, _OF_CAMPAIGN, short)}

    def campaign(self, name: str) -> Told:
        """Return a campaign's newest report; raise UnknownCampaignError or NotMeasuredError."""
        return self._one(CAMPAIGN, name, Campaign, UnknownCampaignError, "slotwise campaign report --write")

    def probes(self, most: int) -> dict[str, Any]:
        """Return all probes with what the last look saw and the alarm that stands, and the latest alarms."""
        standing, rows = self.alarms.standing(), []
        seen = {each.subject: each.document() for each in self.results.run(PROBE)}
        for probe in self.configuration().of(Probe):
            last, alarm = seen.get(probe.id, {}), standing.get(probe.id)
            rows.append({
                **{name: getattr(probe, name) for name in _OF_PROBE},
                "threshold": probe.threshold.model_dump(mode="json", exclude_none=True),
                "filter": None if probe.filter is None else probe.filter.text,
                **{name: last.get(name) for name in ("at", "state", "value", "low", "high", "denominator", "bounds")},
                "firing": alarm is not None,
                "since": None if alarm is None else to_text(alarm.at),
            })  # fmt: skip
        return {"data": rows, "alarms": [_alarm(each) for each in self.alarms.latest(most)]}

    def _listed(
        self, kind: type[Entry], result: str, names: tuple[str, ...], short: tuple[str, ...]
    ) -> list[dict[str, Any]]:
        entries = self.configuration().of(kind)
        if not entries:
            # Measured by documents that a command was given, or those of the demo world.
            found = {each.subject: each for each in self.results.run(result)}
            return [_row(each.document(), each, (*names, *short)) for each in found.values()]
        rows = []
        for entry in entries:
            newest = self.results.latest(result, entry.id)
            told = {} if newest is None else newest.document()
            rows.append(_row(told | {name: getattr(entry, name) for name in names}, newest, (*names, *short)))
        return rows

    def _one(self, result: str, name: str, kind: type[Entry], error: type[SlotwiseError], command: str) -> Told:
        found = self.results.latest(result, name)
        if found is not None:
            return _told(found)
        known = [each.id for each in self.configuration().of(kind)]
        if name not in known:
            raise error(f"there is no {kind.key} {name!r}", expected=sorted(known), given=name)
        raise NotMeasuredError(f"{name} has not been measured yet", hint=command)


def _row(document: Mapping[str, Any], found: Result | None, names: tuple[str, ...]) -> dict[str, Any]:
    measured = None if found is None else to_text(found.span.made_at)
    return {name: document.get(name) for name in names} | {"measured_at": measured}


def _told(found: Result) -> Told:
    etag = hashlib.sha256(found.body + str(found.span).encode()).hexdigest()[:32]
    return Told({**found.document(), "measured_at": to_text(found.span.made_at)}, etag)


def _alarm(alarm: ProbeAlarm) -> dict[str, Any]:
    ended = None if alarm.ended_at is None else to_text(alarm.ended_at)
    return {"alarm": alarm.id, "probe": alarm.probe, "at": to_text(alarm.at), "ended_at": ended, "value": alarm.value,
            "threshold": alarm.threshold, "found": alarm.body}  # fmt: skip
