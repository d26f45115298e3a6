"""The four facts: what counts for which placement, from when to when, and what is not known yet."""

from pathlib import Path

import pytest

from slotwise.analysis.facts import FACTS, make_facts
from slotwise.analysis.folder import events_file, open_file
from slotwise.analysis.query import connect

HOUR = 3_600_000
EVENT = ["occurred_at", "person_id", "type", "product_id", "content_id", "decision_id", "value", "received_at"]
DECIDED = ["decision_id", "decided_at", "person_id", "touchpoint", "slot", "content_id", "product_id"]
PLACED = [("d", HOUR, "a", "home", 1, "c1", "p1"), ("d", HOUR, "a", "home", 2, "c2", "p2")]


@pytest.fixture
def facts(write, tmp_path):
    """The facts of events, given as time in hours, type and more, for the placements c1 and c2 of one hour past 0."""

    def run(*events, until=None, placed=PLACED, windows=None):
        rows = [
            (int(at * HOUR), more.get("person", "a"), type_, more.get("product"), more.get("content"),
             more.get("decision", "d"), more.get("value", 0.0), int(more.get("received", at) * HOUR))
            for at, type_, more in events
        ]  # fmt: skip
        folder = write(events=(EVENT, rows), decisions=(DECIDED, placed))
        with connect(Path(tmp_path)) as connection:
            decisions = open_file(folder, "decisions.parquet")
            make_facts(connection, decisions, events_file(folder), windows or {}, until and int(until * HOUR))
            select = "exposed_at, clicked_at, converted_at, value, settled"
            found = connection.execute(f"SELECT {select} FROM {FACTS} ORDER BY place").fetchall()
        return [(*(None if at is None else at / HOUR for at in row[:3]), *row[3:]) for row in found]

    return run


def test_each_fact_has_its_first_moment(facts):
    """However often something is sent; of another placement nothing is known."""
    found = facts(
        (1.2, "exposure", {"content": "c1"}),
        (1.1, "exposure", {"content": "c1"}),
        (1.4, "click", {"content": "c1"}),
        (1.3, "click", {"product": "p1"}),
        (2.0, "convert", {"content": "c1", "value": 5.0}),
        (2.5, "convert", {"content": "c1", "value": 7.0}),
    )

    assert found == [(1.1, 1.3, 2.0, 12.0, True), (None, None, None, 0.0, True)]


def test_windows_belong_to_touchpoints(facts):
    """A click counts within the window after the exposure, a conversion within the one after the click."""
    events = [(2.0, "exposure", {"content": "c1"}), (3.5, "click", {"content": "c1"})]
    later = (5.0, "convert", {"product": "p1", "decision": None})

    assert facts(*events, windows={"home": 3_600})[0][1] is None
    assert facts(*events, windows={"home": 7_200})[0][1] == 3.5
    assert facts(*events, later, windows={"home": 7_200})[0][2] == 5.0
    assert facts(*events, later, windows={"home": 5_400})[0][2] == 5.0
    assert facts(*events, (5.1, *later[1:]), windows={"home": 5_400})[0][2] is None
    assert facts(*events, windows={"elsewhere": 1})[0][1] == 3.5


def test_a_conversion_is_worth_something_once(facts):
    """Where several clicks came before it, to the last one of them."""
    placed = [("d", HOUR, "a", "home", 1, "c1", "p1"), ("e", 2 * HOUR, "a", "home", 1, "c9", "p1")]
    found = facts(
        (1.5, "click", {"content": "c1"}),
        (2.5, "click", {"content": "c9", "decision": "e"}),
        (3.0, "convert", {"product": "p1", "decision": None, "value": 9.0}),
        placed=placed,
    )

    assert [(row[2], row[3]) for row in found] == [(3.0, 0.0), (3.0, 9.0)]


def test_a_cut_ends_what_is_known(facts):
    """Events that happened or came after it are not used; a window that was open then is not settled."""
    events = [
        (1.5, "exposure", {"content": "c1"}),
        (4.0, "click", {"content": "c1", "received": 30.0}),
    ]

    assert facts(*events, until=29.0)[0] == (1.5, None, None, 0.0, True)
    assert facts(*events, until=31.0)[0] == (1.5, 4.0, None, 0.0, True)
    assert facts(*events, until=25.2)[0] == (1.5, None, None, 0.0, False)
    assert facts(*events, until=25.2)[1] == (None, None, None, 0.0, True)


def test_nobody_is_not_one_person(facts):
    """Conversions of visitors without a name are not each other's."""
    placed = [("d", HOUR, "", "home", 1, "c1", "p1")]
    found = facts(
        (1.5, "click", {"content": "c1", "person": ""}),
        (2.0, "convert", {"product": "p1", "decision": None, "person": ""}),
        placed=placed,
    )

    assert found[0][2] is None


def test_the_process_behind_a_click_belongs_to_it(write, tmp_path):
    """The first start, every step and the last leave within the window after the click; later ones do not count."""
    rows = [
        (int(at * HOUR), "a", type_, None, "c1", "d", 0.0, 0)
        for at, type_ in ((1.1, "click"), (1.2, "start"), (1.3, "step"), (1.4, "step"), (1.5, "leave"), (99, "step"))
    ]
    folder = write(events=(EVENT, rows), decisions=(DECIDED, PLACED))
    with connect(Path(tmp_path)) as connection:
        make_facts(connection, open_file(folder, "decisions.parquet"), events_file(folder), {})
        found = connection.execute(f"SELECT started_at, steps, left_at FROM {FACTS} ORDER BY place").fetchall()

    assert found == [(int(1.2 * HOUR), 2, int(1.5 * HOUR)), (None, 0, None)]
