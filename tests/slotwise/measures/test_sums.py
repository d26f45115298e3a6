"""Sums over persons of what measures count, for every group that has any."""

import pytest

from slotwise.analysis.log_source import LogSource
from slotwise.analysis.opened import open_log
from slotwise.measures.estimate import Sums
from slotwise.measures.measure import Measure, Pick
from slotwise.measures.spans import Offsets, Span, zone
from slotwise.measures.sums import Asked, sums

HOUR, DAY = 3_600_000, 86_400_000
EVENTS = [
    # event, hour, person, type, product, content, touchpoint, session, value
    ("a1", 1, "ann", "exposure", "p1", "c2", "home", "s1", None),
    ("a2", 2, "ann", "exposure", "p1", "c2", "home", "s1", None),
    ("a3", 3, "ann", "click", "p1", "c2", "home", "s1", None),
    ("a4", 4, "ann", "start", "p1", None, None, "s1", None),
    ("a5", 5, "ann", "leave", "p1", None, None, "s1", None),
    ("a6", 30, "ann", "exposure", "p2", "c1", "exit", "s2", None),
    ("a7", 31, "ann", "start", "p1", None, None, "s2", None),
    ("a8", 33, "ann", "convert", "p1", None, None, "s2", 5.0),
    ("b1", 2, "bob", "exposure", "p2", "c1", "home", "s3", None),
    ("b2", 3, "bob", "leave", "p2", None, None, "s3", None),
    ("b3", 40, "bob", "convert", "p1", None, None, "s4", 7.0),
    ("b4", 41, "bob", "convert", "p1", None, None, None, None),
]
SPAN = Span(0, 3 * DAY)


@pytest.fixture
def folder(write):
    """A log of twelve events of two persons."""
    columns = ["event_id", "occurred_at", "person_id", "type", "product_id", "content_id", "touchpoint", "session"]
    return write(
        events=([*columns, "value"], [(each[0], each[1] * HOUR, *each[2:]) for each in EVENTS]),
        products=(["product_id", "category"], [("p1", "food"), ("p2", "drink")]),
        persons=(["person_id", "attribute.city"], [("ann", "Lyon")]),
    )


@pytest.fixture
def counted(folder):
    """Sum measures over the log."""

    def run(numerator, denominator=None, span=SPAN, by=(), place="UTC", only=None):
        measures = [None if each is None else Measure.model_validate(each) for each in (numerator, denominator)]
        with open_log(folder) as opened:
            offsets = Offsets.of(zone(place), span)
            return sums(LogSource(opened), Asked(measures[0], measures[1], span, offsets, by, only))

    return run


def test_a_ratio_is_summed_over_persons(counted):
    """Ann clicks once of three exposures, bob never of one."""
    assert counted({"type": "click"}, {"type": "exposure"}) == {(): Sums(2, 1, 4, 1, 3, 10)}


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ({"type": ["start", "leave"]}, 4),
        ({}, 12),
        ({"of": "persons", "type": "exposure"}, 2),
        ({"of": "visits"}, 4),
        ({"of": "sum", "field": "value"}, 12),
        ({"of": "repeats", "type": "exposure", "beyond": 1}, 1),
        ({"type": "convert", "after": {"type": "start", "same": "product", "within": "1d"}}, 1),
        ({"type": "convert", "after": {"type": "leave", "same": "product", "within": "2d"}}, 1),
        ({"type": "convert", "after": {"type": "leave", "same": "person", "within": "2d"}}, 3),
        ({"type": "convert", "after": {"type": "leave", "same": "person", "within": "2d", "apart": "30h"}}, 2),
        ({"type": "convert", "after": {"type": "leave", "same": "category", "within": "1d"}}, 0),
        ({"type": "convert", "after": {"type": "exposure", "same": "visit", "within": "1d"}}, 1),
        ({"type": "click", "after": {"type": "exposure", "same": "content", "within": "1h"}}, 1),
        ({"type": "leave", "before": {"type": "convert", "same": "category", "within": "2d"}}, 1),
        ({"of": "seconds", "type": "convert", "after": {"type": "start", "same": "product", "within": "2d"}}, 7200),
        ({"of": "persons", "type": "leave", "before": {"type": "convert", "within": "2d"}}, 2),
    ],
)
def test_what_measures_count(counted, measure, value):
    """Rows, persons, visits, values, repeats, time since; with what came before and what follows."""
    found = counted(measure)

    assert sum(each.x for each in found.values()) == value


def test_other_events_are_found_beyond_the_span(counted):
    """Who bought today may have left yesterday; but only what happens in the span is counted."""
    measure = {"of": "persons", "type": "convert", "after": {"type": "leave", "same": "product", "within": "2d"}}

    assert counted(measure, span=Span(DAY, 2 * DAY))[()].x == 1
    assert counted(measure, span=Span(0, DAY))[()].n == 0


def test_groups_are_facts_and_days(counted):
    """Of rows whose fact is not known, the group has no name; days begin at the place's midnight."""
    exposures = counted({"type": "exposure"}, by=("touchpoint", "person.city"))
    days = counted({"type": "exposure"}, by=("day",))
    shanghai = counted({"type": "exposure"}, by=("day",), place="Asia/Shanghai")

    assert {key: each.x for key, each in exposures.items()} == {
        ("home", "Lyon"): 2,
        ("home", ""): 1,
        ("exit", "Lyon"): 1,
    }
    assert {key: each.x for key, each in days.items()} == {(0,): 3, (DAY,): 1}
    assert {key: each.x for key, each in shanghai.items()} == {(0,): 3, (DAY,): 1}


def test_a_filter_narrows_both_measures(counted):
    """It is read beside the conditions of numerator and denominator."""
    only = Pick.model_validate({"when": 'touchpoint == "exit"'})

    assert counted({"type": "click"}, {"type": "exposure"}, only=only)[()] == Sums(1, 0, 1, 0, 0, 1)


def test_days_across_a_clock_change(counted):
    """The statement holds both offsets of the clock."""
    berlin = zone("Europe/Berlin")
    span = Span(1_774_600_000_000, 1_774_900_000_000)

    assert len(Offsets.of(berlin, span).changes) == 1
    assert counted({"type": "click"}, span=span, by=("day",), place="Europe/Berlin") == {}
