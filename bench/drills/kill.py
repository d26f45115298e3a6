"""The kill drill: SIGKILL to workers or to the master at random moments under load, and then the count."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

from bench.drills.audit import Found, audit
from bench.drills.senders import Senders
from bench.drills.target import Target

MASTERS = 0.2
"""Share of the kills that the master gets; the others get a worker."""
CLIENTS = 4
_MEAN_PAUSE = 0.25
"""Seconds between kills, on average; they come at any moment."""


@dataclass(frozen=True)
class Drilled:
    """What was done and what was found."""

    workers: int
    masters: int
    again: int
    seconds: float
    found: Found


def drill(target: Target, kills: int, seed: int, tell: object = None) -> Drilled:
    """Start the target, kill so often, stop it, count; `tell` is called with the number of each kill."""
    chance, began, masters = random.Random(seed), time.monotonic(), 0
    target.start()
    senders = Senders(target.port, seed)
    try:
        with senders.running(CLIENTS):
            for number in range(kills):
                _some_calls(senders)
                time.sleep(chance.expovariate(1 / _MEAN_PAUSE))
                if chance.random() < MASTERS:
                    masters += 1
                    target.kill_master(chance)
                else:
                    target.kill_worker(chance)
                if callable(tell):
                    tell(number + 1)
            _some_calls(senders)
    finally:
        target.stop()
    found = audit(senders.acknowledged, target.folder, target.environment)
    return Drilled(kills - masters, masters, senders.again, time.monotonic() - began, found)


def _some_calls(senders: Senders, more: int = 3, patience: float = 60.0) -> None:
    """Wait until the load goes on; raises RuntimeError when the server does not heal."""
    before, end = senders.calls, time.monotonic() + patience
    while senders.calls < before + more:
        if time.monotonic() > end:
            raise RuntimeError(f"no call was taken for {patience:.0f} seconds")
        time.sleep(0.005)
