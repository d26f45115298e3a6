"""The peak of memory holds what a process and its forks had, and pages that they share once."""

import multiprocessing
import os
import time

import numpy as np
import pytest

from bench.peak_memory import PeakMemory

pytestmark = pytest.mark.skipif(not os.path.exists("/proc/self/smaps_rollup"), reason="Linux tells it")
MB = 1 << 20


def test_what_was_there_at_the_end_is_seen():
    """However short it took."""
    with PeakMemory() as memory:
        kept = np.ones(64 * MB, np.uint8)
    assert memory.mb > 64
    assert len(kept)


def test_a_fork_adds_what_is_its_own(monkeypatch):
    """What it sees of its parent's is counted once."""
    monkeypatch.setattr("bench.peak_memory._EVERY", 0.02)
    shared = np.ones(96 * MB, np.uint8)

    def work() -> None:
        kept = np.ones(64 * MB, np.uint8)
        time.sleep(0.5 + shared[0] * 0 + kept[0] * 0)

    with PeakMemory() as alone:
        pass
    other = multiprocessing.get_context("fork").Process(target=work)
    with PeakMemory() as both:
        other.start()
        other.join()
    assert alone.mb + 50 < both.mb < alone.mb + 96 + 50
