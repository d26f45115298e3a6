"""The gate: every reason it knows, and that each of them keeps it closed."""

import pytest

from training.gate import Limits, reasons

BETTER = {"value": 0.02, "low": 0.01, "high": 0.03, "cases": 500}
WORSE = {"value": -0.02, "low": -0.03, "high": -0.01, "cases": 500}
UNSURE = {"value": 0.02, "low": -0.01, "high": 0.05, "cases": 500}


def judged(model: float = 0.3, popular: float | None = 0.2, p95: float = 5.0, size: int = 10_000_000):
    """An evaluation with the figures that the gate looks at."""
    return {
        "main": "ndcg@10",
        "metrics": {"model": {"ndcg@10": {"value": model}}, "popular": {"ndcg@10": {"value": popular}}},
        "latency": {"p50_ms": 1.0, "p95_ms": p95, "p99_ms": p95},
        "bundle_bytes": size,
    }


def compared(difference, slices=None):
    """A comparison with champion version 4."""
    parts = {name: {"champion": {"value": 0.2}, "difference": each} for name, each in (slices or {}).items()}
    return {"version": "4", "how": "stored", "differences": {"ndcg@10": difference}, "slices": parts}


def test_a_better_version_passes():
    """Better than the champion beyond the interval, no slice worse, fast and small: nothing speaks against it."""
    assert reasons(judged(), compared(BETTER, {"scene late": UNSURE}), Limits()) == []


@pytest.mark.parametrize("difference", [UNSURE, WORSE, {"value": None, "low": None, "high": None, "cases": 0}])
def test_not_better_beyond_the_interval_is_not_better(difference):
    """A gain that may be none, a loss, and a difference that nobody knows keep the gate closed."""
    (reason,) = reasons(judged(), compared(difference), Limits())
    assert "version 4" in reason


def test_a_slice_that_loses_much_closes_it():
    """A tenth lost in a scene, beyond its interval, outweighs a gain overall; the reason names the scene."""
    (reason,) = reasons(judged(), compared(BETTER, {"scene late": WORSE}), Limits())
    assert reason.startswith("scene late loses 0.0200 of 0.2000")


def test_a_slice_that_loses_little_or_perhaps_does_not():
    """A loss within the tolerance, or within its interval, is borne."""
    little = {"value": -0.005, "low": -0.006, "high": -0.004, "cases": 500}
    perhaps = {"value": -0.05, "low": -0.11, "high": 0.01, "cases": 30}

    assert reasons(judged(), compared(BETTER, {"a": little, "b": perhaps}), Limits()) == []


def test_without_a_comparison_nothing_is_known():
    """A champion that the version was not compared with keeps it out, and says how that came."""
    (reason,) = reasons(judged(), {"version": "4", "how": "only 3 cases"}, Limits())
    assert "only 3 cases" in reason


def test_the_first_champion_beats_popular():
    """Without a champion the popular baseline is the measure, unless the first is let in."""
    assert reasons(judged(), None, Limits()) == []
    assert len(reasons(judged(model=0.2), None, Limits())) == 1
    assert len(reasons(judged(popular=None), None, Limits())) == 1
    assert len(reasons({}, None, Limits())) == 1
    assert reasons(judged(model=0.1), None, Limits(), first=True) == []


def test_slow_or_large_is_refused_whatever_the_gain():
    """Limits hold for the first as for everybody."""
    slow, large = judged(p95=80.0), judged(size=3_000_000_000)

    for champion in (None, compared(BETTER)):
        assert "80.0 ms" in reasons(slow, champion, Limits(), first=True)[0]
        assert "3000 MB" in reasons(large, champion, Limits(), first=True)[0]
    assert reasons(slow, None, Limits(p95_ms=100), first=True) == []


def test_all_reasons_are_given():
    """Nobody has to try twice to learn the second reason."""
    found = reasons(judged(p95=80.0, size=3_000_000_000), compared(WORSE, {"a": WORSE}), Limits())
    assert len(found) == 4
