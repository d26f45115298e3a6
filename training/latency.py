"""Latency: how long one decision takes, in this process, with everything prepared as the service prepares it."""

import time

import numpy as np

from slotwise.engine import decide
from slotwise.model import Model
from training.cases import Cases
from training.examine import ask

_DECISIONS = 300


def measure(model: Model, cases: Cases) -> dict[str, float]:
    """Return milliseconds per decision: median, 95th and 99th percentile over at most 300 cases."""
    live = model.start
    model.prepare(live)
    chosen = np.linspace(0, len(cases) - 1, min(_DECISIONS, len(cases))).astype(int)
    questions = [ask(cases, int(place)) for place in chosen]
    spent = []
    for question in (*questions[:20], *questions):
        start = time.perf_counter()
        decide(model, question.state, question.wanted, live)
        spent.append((time.perf_counter() - start) * 1000)
    # The first decisions warm up what the live world keeps.
    median, late, latest = np.quantile(spent[min(20, len(questions)) :], [0.5, 0.95, 0.99])
    return {"p50_ms": float(median), "p95_ms": float(late), "p99_ms": float(latest)}
