"""Telling: alarms go to the log at once, and to the probe's webhook beside the work that found them."""

from dataclasses import dataclass
from typing import Any

from service.log import logger
from service.sending import Sending
from service.webhooks import Webhooks
from slotwise.probing import Verdict

_log = logger("probes")


@dataclass
class Telling:
    """Tells of alarms."""

    webhooks: Webhooks

    def __post_init__(self) -> None:
        self.sending = Sending(self.webhooks)

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
        self.sending.finish()

    def _send(self, number: int, what: str, found: Verdict) -> None:
        if found.probe.webhook is not None:
            document = {"alarm": number, "event": what, "threshold": found.threshold, **found.to_json()}
            self.sending.send(found.probe.webhook, document, f"probe-{number}-{what}")


def _short(found: Verdict) -> dict[str, Any]:
    probe = found.probe
    return {"probe": probe.id, "title": probe.title, "metric": probe.metric, "value": found.figure.value,
            "severity": probe.severity, "owner": probe.owner}  # fmt: skip
