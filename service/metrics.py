"""Metrics: what operators watch, in Prometheus' form; over all workers when they share a folder."""

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from service.metrics_folder import FOLDER
from service.tallies import Spread, Tallies

_SECONDS = (0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5)


class Metrics:
    """All metrics of one process."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.tallies = Tallies(
            Counter("slotwise_decisions", "Decisions answered.", registry=registry),
            Counter("slotwise_slates", "Touchpoints answered, by step of the ladder.", ["level"], registry=registry),
            Spread("slotwise_decision_seconds", "Time of a decision.", buckets=_SECONDS, registry=registry),
            Counter("slotwise_http_responses", "Responses by status.", ["status"], registry=registry),
        )
        self.late = Counter("slotwise_decisions_late", "Decisions past their deadline.", registry=registry)
        self.repeats = Counter(
            "slotwise_decisions_repeated", "Repeated requests with the same answer.", registry=registry
        )
        self.lost = Counter("slotwise_decisions_unlogged", "Decisions that could not be logged.", registry=registry)
        self.waiting = Gauge(
            "slotwise_decisions_waiting",
            "Decisions that wait to be logged.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.received = Counter(
            "slotwise_events_received", "Events that came, whatever became of them.", registry=registry
        )
        self.rejections = Counter(
            "slotwise_event_rejections", "Events rejected, by reason.", ["code"], registry=registry
        )
        self.skewed = Counter("slotwise_event_clocks_corrected", "Events whose clock was wrong.", registry=registry)
        self.events = Counter("slotwise_events", "Events by what became of them.", ["outcome"], registry=registry)
        self.unknown_fields = Counter("slotwise_event_unknown_fields", "Fields kept as properties.", registry=registry)
        self.links = Counter("slotwise_links", "Links by what became of them.", ["outcome"], registry=registry)
        self.link_alarms = Counter(
            "slotwise_link_alarms", "Links refused because of a cap.", ["cap", "namespace"], registry=registry
        )
        self.store_failures = Counter("slotwise_store_failures", "Reads that the store refused.", registry=registry)
        self.swaps = Counter("slotwise_model_swaps", "Models that went live after the first.", registry=registry)
        self.refused = Counter("slotwise_models_refused", "Bundles that did not go live.", registry=registry)
        self.refreshes = Counter("slotwise_live_refreshes", "Refreshes of the product counts.", registry=registry)
        self.configuration = Gauge(
            "slotwise_configuration_revision",
            "Revision of the configuration in effect.",
            registry=registry,
            multiprocess_mode="livemin",
        )
        self.configurations_refused = Counter(
            "slotwise_configurations_refused", "Revisions that did not take effect.", registry=registry
        )
        self.assignments = Counter(
            "slotwise_experiment_decisions",
            "Decisions that were part of an experiment, by variant; forced ones are not counted.",
            ["experiment", "variant"],
            registry=registry,
        )
        self.variant_fallbacks = Counter(
            "slotwise_experiment_fallbacks",
            "Decisions that another variant or the champion answered in the place of theirs.",
            ["experiment", "variant"],
            registry=registry,
        )
        self._tried: dict[tuple[str, str], tuple[Counter, Counter]] = {}
        self.ready = Gauge(
            "slotwise_model_live", "1 when a model is live.", registry=registry, multiprocess_mode="livemin"
        )

    def tried(self, experiment: str, variant: str, served: str) -> None:
        """Count a decision that is part of an experiment, and whether another variant answered it."""
        known = self._tried.get((experiment, variant))
        if known is None:
            labels = experiment, variant
            counters = self.assignments.labels(*labels), self.variant_fallbacks.labels(*labels)
            known = self._tried[experiment, variant] = counters
        known[0].inc()
        if served != variant:
            known[1].inc()

    def render(self) -> bytes:
        """Return the text exposition: of all workers when they share a folder, else of this process.

        What another worker has counted in the last moment is told by its next turn of storing decisions.
        """
        self.tallies.tell()
        if FOLDER not in os.environ:
            return generate_latest(self.registry)
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
        return generate_latest(registry)
