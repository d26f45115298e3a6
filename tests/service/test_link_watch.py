"""Watching links: all are counted, what is refused is told without anybody's name."""

from service.link_watch import LinkWatch
from service.metrics import Metrics
from service.stores.alarms import Alarm
from service.stores.links import Linked, Outcome


def test_links_are_counted_and_alarms_are_told_without_names(monkeypatch):
    """By outcome; an alarm by its cap and namespace, in the metrics and in the log."""
    metrics, said = Metrics(), []
    monkeypatch.setattr(
        "service.link_watch._log", type("Log", (), {"warning": lambda self, *a, **k: said.append((a, k))})()
    )
    watch = LinkWatch(metrics)
    watch(Linked(Outcome.LINKED, "somebody", "m_1"))
    watch(Linked(Outcome.REFUSED, "somebody", alarm=Alarm("per_identifier", "phone:77", "phone", 3, "somebody")))

    assert metrics.links.labels("linked")._value.get() == 1
    assert metrics.link_alarms.labels("per_identifier", "phone")._value.get() == 1
    assert said == [(("link refused",), {"cap": "per_identifier", "namespace": "phone", "most": 3})]
