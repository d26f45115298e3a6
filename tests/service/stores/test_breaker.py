"""Circuit breaker: open from the first failure until the server has been seen to answer."""

import threading
import time

from service.stores.breaker import Breaker


def soon(true):
    """Wait until something is so."""
    until = time.monotonic() + 10
    while not true():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_it_closes_when_the_probe_works():
    """Probes go on until one succeeds; whoever asks in between finds it open and waits for nothing."""
    answers, probes = threading.Event(), []

    def probe():
        probes.append(1)
        if not answers.is_set():
            raise OSError("refused")

    breaker = Breaker("server", probe, pause=0.01)
    assert not breaker.open
    breaker.trip("refused")
    soon(lambda: len(probes) > 3)
    assert breaker.open
    answers.set()
    soon(lambda: not breaker.open)
    assert sum(thread.name == "breaker server" for thread in threading.enumerate()) <= 1


def test_one_thread_probes_however_many_fail():
    """Tripped again while it is open, nothing more is started."""
    stop = threading.Event()
    breaker = Breaker("busy", lambda: stop.wait(10), pause=0.0)
    for _ in range(5):
        breaker.trip("away")

    assert sum(thread.name == "breaker busy" for thread in threading.enumerate()) == 1
    stop.set()
    soon(lambda: not breaker.open)
