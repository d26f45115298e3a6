"""Documents reach webhooks, nobody waits for a receiver, and who does not take one is noted."""

from service.sending import Sending
from tests.service.probes.test_telling import webhooks

__all__ = ["webhooks"]


def test_documents_are_sent_under_their_names(webhooks, capsys):
    """Beside the work; a receiver that is gone keeps nobody else from being told."""
    sending = Sending(webhooks)
    sending.send("https://ops.example/dead", {"n": 1}, "one")
    sending.send("https://ops.example/hook", {"n": 2}, "two")
    sending.finish()

    assert webhooks.sent == [("https://ops.example/hook", {"n": 2}, "two")]


def test_more_than_can_wait_is_not_sent(webhooks, monkeypatch):
    """A receiver that hangs fills no memory."""
    monkeypatch.setattr("service.sending._WAITING", 0)
    sending = Sending(webhooks)
    sending.send("https://ops.example/hook", {"n": 1}, "one")
    sending.finish()

    assert "sent" not in webhooks.__dict__
