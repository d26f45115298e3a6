"""Telling: alarms go to the log at once, and to the probe's webhook beside the work that found them."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import orjson

from service.log import logger
from service.webhooks import Webhooks
from slotwise.errors import WebhookError
from slotwise.probing import Verdict

_SENDERS = 2
_WAITING = 100
"""Alarms that wait for receivers; more are told to the log alone."""

_log = logger("probes")


@dataclass
class Telling:
    """Tells of alarms. Threads are made by the process that first needs them, so that none crosses a fork."""

    webhooks: Webhooks
    _pool: ThreadPoolExecutor | None = None
    _sent: list[Future[Any]] = field(default_factory=list)

    def fired(self, number: int, found: Verdict) -> None:
        """Tell that a threshold was crossed; `number` is the alarm's."""
        write = {"info": _log.info, "warning": _log.warning, "critical": _log.error}[found.probe.severity]
        write("probe fired", alarm=number, threshold=found.threshold, **_short(found))
        self._send(number, "fired", found)

    def ended(self, number: int, found: Verdict) -> None:
        """Tell that the value is back."""
        _log.info("probe ended", alarm=number, **_short(found))
        self._send(number, "ended", found)

    def finish(self) -> None:
        """Wait until everything is sent or given up."""
        for each in self._sent:
            each.result()
        self._sent.clear()

    def _send(self, number: int, what: str, found: Verdict) -> None:
        if found.probe.webhook is None:
            return
        self._sent = [each for each in self._sent if not each.done()]
        if len(self._sent) >= _WAITING:
            _log.error("webhook not told", alarm=number, detail="too many wait already")
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_SENDERS, "webhooks")
        document = {"alarm": number, "event": what, "threshold": found.threshold, **found.to_json()}
        name = f"probe-{number}-{what}"
        self._sent.append(self._pool.submit(self._deliver, found.probe.webhook, orjson.dumps(document), name))

    def _deliver(self, url: str, body: bytes, name: str) -> None:
        try:
            self.webhooks.send(url, body, name)
        except WebhookError as error:
            _log.error("webhook not told", delivery=name, detail=error.detail)


def _short(found: Verdict) -> dict[str, Any]:
    probe = found.probe
    return {"probe": probe.id, "title": probe.title, "metric": probe.metric, "value": found.figure.value,
            "severity": probe.severity, "owner": probe.owner}  # fmt: skip
