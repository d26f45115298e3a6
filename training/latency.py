"""Latency: how long one decision takes, in this process, with everything prepared as the service prepares it."""

import time

import numpy as np

from slotwise.engine import decide
from slotwise.live import Live
from slotwise.model import Model
from training.cases import Cases
from training.examine import Asked, ask

_DECISIONS = 300
_TIMES = 3
"""Each decision counts by the fastest of so many: what other processes take is not the model's."""


def measure(model: Model, cases: Cases) -> dict[str, float]:
    """Return milliseconds per decision: median, 95th and 99th percentile over at most 300 cases."""
    live = model.start
    model.prepare(live)
    chosen = np.linspace(0, len(cases) - 1, min(_DECISIONS, len(cases))).astype(int)
    questions = [ask(cases, int(place)) for place in chosen]
    spent = [min(_once(model, question, live) for _ in range(_TIMES)) for question in questions]
    median, late, latest = np.quantile(spent, [0.5, 0.95, 0.99])
    return {"p50_ms": float(median), "p95_ms": float(late), "p99_ms": float(latest)}


def _once(model: Model, question: Asked, live: Live) -> float:
    start = time.perf_counter()
    decide(model, question.state, question.wanted, live)
    return (time.perf_counter() - start) * 1000
