"""Alarms reach the log and the webhook, and nobody waits for a receiver."""

import orjson
import pytest

from service.probes.telling import Telling
from service.webhooks import Webhooks
from slotwise.documents.probes import Probe
from slotwise.errors import WebhookError
from slotwise.measures.estimate import Figure
from slotwise.probing import Verdict


class Recorded(Webhooks):
    """Webhooks that note what they would have sent; they refuse the address /dead."""

    def send(self, url, body, name=""):
        """Note a delivery."""
        if url.endswith("/dead"):
            raise WebhookError("nobody is there")
        self.__dict__.setdefault("sent", []).append((url, orjson.loads(body), name))
        return 200


def verdict(webhook="https://ops.example/hook", severity="warning"):
    """A crossing."""
    told = {"probe": "p", "title": "P", "metric": "m", "window": "1h", "owner": "o", "severity": severity}
    told |= {"threshold": {"kind": "absolute", "below": 0.1}} | ({"webhook": webhook} if webhook else {})
    return Verdict(Probe.model_validate(told), 0, Figure(0.05, 0.01, 0.09, 5.0, 100.0, 100), 0.1, None, "crossed")


@pytest.fixture
def webhooks():
    """Webhooks that note."""
    return Recorded(b"0" * 32)


def test_a_crossing_and_its_end_are_told(webhooks, capsys):
    """To the log, and as signed documents with a name of their own each."""
    telling = Telling(webhooks)
    telling.fired(7, verdict(severity="critical"))
    telling.ended(7, verdict())
    telling.finish()
    logged = capsys.readouterr()

    assert sorted(name for _, _, name in webhooks.sent) == ["probe-7-ended", "probe-7-fired"]
    _, body, _ = next(each for each in webhooks.sent if each[2] == "probe-7-fired")
    assert (body["event"], body["alarm"], body["value"], body["threshold"]) == ("fired", 7, 0.05, 0.1)
    assert "probe fired" in logged.out + logged.err


def test_without_a_webhook_only_the_log_is_told(webhooks):
    """Nothing is sent."""
    telling = Telling(webhooks)
    telling.fired(1, verdict(webhook=None))
    telling.finish()

    assert "sent" not in webhooks.__dict__


def test_a_receiver_that_does_not_answer_is_noted(webhooks, capsys):
    """And others are told all the same."""
    telling = Telling(webhooks)
    telling.fired(1, verdict(webhook="https://ops.example/dead"))
    telling.fired(2, verdict())
    telling.finish()
    logged = capsys.readouterr()

    assert "webhook not told" in logged.out + logged.err
    assert [name for _, _, name in webhooks.sent] == ["probe-2-fired"]
