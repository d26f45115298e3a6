"""Exposed rows: what the units of a phase did after their first exposure, by variant, in both kinds of database."""

import pytest
from sqlalchemy import update

from service.stores.exposed_rows import ARM, FALLBACK, LATENCY, ExposedRows, Exposure
from service.stores.tables import STATES
from slotwise.measures.spans import Span
from slotwise.metering import Metering
from tests.service.experiments.living import METRICS, START, assigned, event, fill

END = START + 1_000_000


@pytest.fixture
def rows(database):
    """Two persons in each variant, one of them seen in both, one forced, one in another phase."""
    fill(
        database,
        [
            assigned("a", START + 10, "control"), assigned("a", START + 500, "control", elapsed_ms=30.0),
            assigned("b", START + 20, "control", service_level="popular"),
            assigned("c", START + 30, "bold"), assigned("d", START + 40, "bold", served="control"),
            assigned("both", START + 50, "bold"), assigned("both", START + 60, "control"),
            assigned("test", START + 70, "bold", reason="forced"), assigned("old", START - 70, "bold"),
            assigned("next", START + 80, "bold", phase=2), assigned("out", START + 90, "", reason="other_bucket"),
        ],
        [
            event("a", START + 5, "click"), event("a", START + 15, "exposure"), event("a", START + 16, "click"),
            event("b", START + 25, "exposure"), event("c", START + 35, "exposure"), event("c", START + 36, "exposure"),
            event("c", START + 37, "click"), event("both", START + 55, "exposure"), event("test", START + 75, "click"),
            event("nobody", START + 75, "click"),
        ],
    )  # fmt: skip
    return ExposedRows(database, Exposure("hero", 1, "person", START))


def test_units_are_counted_once_and_in_one_variant(rows):
    """Whoever was seen in two variants is in none; forced ones, other phases and those outside do not count."""
    assert rows.units(END) == {"control": 2, "bold": 2}
    assert rows.units(START + 35) == {"control": 2, "bold": 1}


def test_a_metric_is_told_by_variant_from_the_first_exposure_on(rows):
    """The click before it is nothing that the variant did."""
    found = Metering(rows, METRICS).figures("ctr", Span(START, END), (ARM,))

    assert {arm: (each.numerator, each.denominator) for (arm,), each in found.items()} == {
        "control": (1.0, 2.0),
        "bold": (1.0, 2.0),
    }


def test_every_decision_tells_how_long_it_took_and_what_answered(rows):
    """Summed by unit: a variant that could not answer itself fell back, whatever answered in its place."""
    latency, fallback = rows.served(LATENCY, END), rows.served(FALLBACK, END)

    assert latency["control"][:3] == (2, 50.0, 3.0)
    assert latency["control"].xx == 40.0**2 + 10.0**2
    assert {arm: (each.x, each.y) for arm, each in fallback.items()} == {"control": (1.0, 3.0), "bold": (1.0, 2.0)}


def test_the_last_minutes_are_told_by_decision(rows):
    """How many decisions each variant made, and which share of them fell back; forced ones do not count."""
    assert rows.lately(START + 20, END) == {"control": (3, pytest.approx(1 / 3)), "bold": (3, pytest.approx(1 / 3))}
    assert rows.lately(START + 500, END) == {"control": (1, 0.0)}


def test_who_was_merged_is_one_unit(rows, database):
    """Two identities that turn out to be one person count once; in two variants they count no more."""
    with database.write() as connection:
        connection.execute(update(STATES).where(STATES.c.person_id == "b").values(merged_into="a"))
    assert rows.units(END) == {"control": 1, "bold": 2}
    with database.write() as connection:
        connection.execute(update(STATES).where(STATES.c.person_id == "c").values(merged_into="a"))
    assert rows.units(END) == {"bold": 1}


def test_sessions_are_units_too(rows, database):
    """Where an experiment is on sessions, a row belongs to its session's variant."""
    found = ExposedRows(database, Exposure("hero", 1, "session", START))

    assert found.units(END) == {"control": 2, "bold": 2}
    assert Metering(found, METRICS).figures("ctr", Span(START, END), (ARM,))["bold",].denominator == 2.0
