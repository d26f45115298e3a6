"""How long a decision takes."""

from training.latency import measure


def test_percentiles_in_order(judged_world):
    """Median, 95th and 99th percentile are positive and do not fall."""
    found = measure(judged_world[0].model, judged_world[1])

    assert 0 < found["p50_ms"] <= found["p95_ms"] <= found["p99_ms"]
