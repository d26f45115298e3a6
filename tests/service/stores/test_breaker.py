"""Circuit breaker: open from the first failure until the server has been seen to answer."""

import os
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


def test_a_child_begins_with_a_closed_circuit():
    """The thread that would close the parent's does not live on in it: it has to find out by itself."""
    stop = threading.Event()
    breaker = Breaker("parent", lambda: stop.wait(10), pause=0.0)
    breaker.trip("away")
    child = os.fork()
    if child == 0:
        was = breaker.open
        breaker.trip("away")
        os._exit(0 if not was and breaker.open else 1)

    assert os.waitpid(child, 0)[1] == 0
    assert breaker.open
    stop.set()
