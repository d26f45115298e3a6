"""Feeding: a worker never waits for the shadow, and never fails because of it."""

import socket

from service.shadow.feeding import SOCKET, Feeding
from tests.service.asking import decide


def made_of(client, service, count=1):
    """Decisions as the log hands them on."""
    found = []
    service.background.log.on_made = found.append
    for _ in range(count):
        decide(client, deadline_ms=60_000)
    service.background.log.flush()
    return found


def test_a_full_queue_drops(client, service, tmp_path):
    """The kernel's queue is all that waits; while it is full nothing is packed."""
    clock = [0.0]
    made = made_of(client, service)[0]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as inbox:
        inbox.bind(str(tmp_path / SOCKET))
        feeding = Feeding(tmp_path, lambda: clock[0])
        feeding.wanted = True
        while not feeding.dropped:
            feeding.offer(made)
        sent = feeding.sent
        feeding.offer(made)
        assert (feeding.sent, feeding.dropped) == (sent, 2)
        assert inbox.recv(1 << 20)
        clock[0] += 1.0
        feeding.offer(made)
        assert feeding.sent == sent + 1
        feeding.close()


def test_a_shadow_that_has_gone_is_found_again(client, service, tmp_path):
    """Without a process everything is dropped; a new one gets what comes then."""
    clock = [0.0]
    made = made_of(client, service)[0]
    feeding = Feeding(tmp_path, lambda: clock[0])
    feeding.offer(made)
    assert (feeding.sent, feeding.dropped) == (0, 0)
    feeding.wanted = True
    for turn in range(2):
        feeding.offer(made)
        assert feeding.sent == turn
        clock[0] += 1.0
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as inbox:
            inbox.bind(str(tmp_path / SOCKET))
            feeding.offer(made)
            assert inbox.recv(1 << 20)
        (tmp_path / SOCKET).unlink()
        clock[0] += 1.0
    feeding.offer(object())
    assert feeding.sent == 2
