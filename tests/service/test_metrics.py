"""Metrics of one process, and of several that share a folder."""

import subprocess
import sys

import pytest

from service.metrics import Metrics

TWO = """
import os, sys
from service.metrics_folder import share, forget
from pathlib import Path
share(Path(sys.argv[1]))
from service.metrics import Metrics
metrics = Metrics()
child = os.fork()
metrics.tallies.decided(0.001)
metrics.ready.set(0 if child == 0 else 1)
if child == 0:
    metrics.tallies.tell()
    os._exit(0)
os.waitpid(child, 0)
print(metrics.render().decode())
forget(child)
print("FORGOTTEN")
print(metrics.render().decode())
"""


def test_one_process_counts_for_itself():
    """Two sets of metrics do not know of each other."""
    first, second = Metrics(), Metrics()
    first.tallies.decided(0.001)

    assert b"slotwise_decisions_total 1.0" in first.render()
    assert b"slotwise_decisions_total 0.0" in second.render()


@pytest.mark.slow
def test_workers_add_up(tmp_path):
    """Counters of all workers are one sum; the gauge is that of the worst one that lives."""
    done = subprocess.run([sys.executable, "-c", TWO, str(tmp_path)], capture_output=True, text=True, check=True)
    before, _, after = done.stdout.partition("FORGOTTEN")

    assert "slotwise_decisions_total 2.0" in before
    assert "slotwise_model_live 0.0" in before
    assert "slotwise_decisions_total 2.0" in after
    assert "slotwise_model_live 1.0" in after
