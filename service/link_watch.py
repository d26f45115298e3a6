"""Watching links: every one is counted, and one that goes over a cap is told, without saying whose it is."""

from service.log import logger
from service.metrics import Metrics
from service.stores.links import Linked

_log = logger("links")


class LinkWatch:
    """Counts what becomes of links."""

    def __init__(self, metrics: Metrics):
        self._metrics = metrics

    def __call__(self, linked: Linked) -> None:
        """Count a link, and warn when it was refused."""
        self._metrics.links.labels(linked.outcome.value).inc()
        alarm = linked.alarm
        if alarm is not None:
            self._metrics.link_alarms.labels(alarm.cap, alarm.namespace).inc()
            _log.warning("link refused", cap=alarm.cap, namespace=alarm.namespace, most=alarm.most)
