"""Tallies: told many at a time, they are what counting one by one would have been."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from service.tallies import Spread, Tallies

BOUNDS = (0.001, 0.01, 0.1)
SECONDS = (0.0005, 0.001, 0.0011, 0.05, 0.5, 0.5)


def registered(kind):
    """The metrics that a service counts in, and how they are told."""
    registry = CollectorRegistry()
    found = (
        Counter("decisions", "d", registry=registry),
        Counter("levels", "l", ["level"], registry=registry),
        kind("seconds", "s", buckets=BOUNDS, registry=registry),
        Counter("responses", "r", ["status"], registry=registry),
    )
    return found, lambda: [each for each in generate_latest(registry).splitlines() if b"_created" not in each]


def test_many_at_a_time_are_as_one_by_one():
    """The same counts, in the same buckets, by the same labels."""
    (decisions, levels, seconds, responses), one_by_one = registered(Histogram)
    counted, at_once = registered(Spread)
    tallies = Tallies(*counted)
    for each in SECONDS:
        decisions.inc()
        seconds.observe(each)
        levels.labels("ranker").inc()
        levels.labels("popular").inc()
        responses.labels("200").inc()
        tallies.decided(each)
        tallies.filled(["ranker", "popular"])
        tallies.answered(200)
    assert b"decisions_total 0.0" in at_once()
    tallies.tell()
    tallies.tell()

    assert at_once() == one_by_one()


def test_what_nobody_tells_is_told_in_the_end():
    """So that memory is bounded where nothing else runs."""
    counted, told = registered(Spread)
    tallies = Tallies(*counted)
    for _ in range(1_500):
        tallies.answered(503)

    assert b'responses_total{status="503"} 1000.0' in told()
