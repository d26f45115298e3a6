"""Sending: documents go to webhooks beside the work that made them; who does not take one is noted in the log."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import orjson

from service.log import logger
from service.webhooks import Webhooks
from slotwise.errors import WebhookError

_SENDERS = 2
_WAITING = 100
"""Documents that wait for receivers; more are not sent."""

_log = logger("webhooks")


@dataclass
class Sending:
    """Sends documents. Threads are made by the process that first needs them, so that none crosses a fork."""

    webhooks: Webhooks
    _pool: ThreadPoolExecutor | None = None
    _sent: list[Future[Any]] = field(default_factory=list)

    def send(self, url: str, document: dict[str, Any], name: str) -> None:
        """Send a document under the name of its delivery, and do not wait for it."""
        self._sent = [each for each in self._sent if not each.done()]
        if len(self._sent) >= _WAITING:
            _log.error("webhook not told", delivery=name, detail="too many wait already")
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_SENDERS, "webhooks")
        self._sent.append(self._pool.submit(self._deliver, url, orjson.dumps(document), name))

    def finish(self) -> None:
        """Wait until everything is sent or given up."""
        for each in self._sent:
            each.result()
        self._sent.clear()

    def _deliver(self, url: str, body: bytes, name: str) -> None:
        try:
            self.webhooks.send(url, body, name)
        except WebhookError as error:
            _log.error("webhook not told", delivery=name, detail=error.detail)
