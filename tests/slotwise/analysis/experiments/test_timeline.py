"""The time of a phase that counts: in steps of 24 hours, cut at its end, without what was paused."""

import duckdb
import pytest

from slotwise.analysis.experiments.timeline import timeline
from slotwise.errors import MeasureError
from tests.experiment_logs import BEGAN, DAY, HOUR, A, B, document, documents


def phase(**more):
    """The phase of a document."""
    return documents(document(more))[1].phase


def test_steps_have_24_hours_and_the_last_may_be_shorter():
    """No change of a clock makes a step longer."""
    time = timeline(phase(), BEGAN + 2 * DAY + HOUR, (A, B))

    assert (time.steps, time.days) == (3, 2 + 1 / 24)
    assert [time.ends(step) - BEGAN for step in range(3)] == [DAY, 2 * DAY, 2 * DAY + HOUR]


def test_the_end_of_the_phase_cuts():
    """Whatever the log still tells afterwards."""
    assert timeline(phase(ended_at=BEGAN + DAY), BEGAN + 5 * DAY, (A,)).cut == BEGAN + DAY


def test_before_the_beginning_there_is_no_time():
    """Asked as of a moment before the phase."""
    with pytest.raises(MeasureError):
        timeline(phase(), BEGAN, (A,))


def test_pauses_are_those_of_the_variants_and_of_all():
    """Pauses that touch are one; one without an end lasts until the cut."""
    pauses = [
        {"variant": None, "at": BEGAN + 2 * HOUR, "until": BEGAN + 3 * HOUR},
        {"variant": B, "at": BEGAN + 3 * HOUR, "until": BEGAN + 5 * HOUR},
        {"variant": "c", "at": BEGAN + 6 * HOUR},
    ]
    cut = BEGAN + DAY
    found = {names: timeline(phase(pauses=pauses), cut, names).closed for names in ((A,), (A, B), (A, "c"))}

    assert found[(A,)] == ((BEGAN + 2 * HOUR, BEGAN + 3 * HOUR),)
    assert found[(A, B)] == ((BEGAN + 2 * HOUR, BEGAN + 5 * HOUR),)
    assert found[(A, "c")][-1] == (BEGAN + 6 * HOUR, cut)


def test_its_sql_says_the_same():
    """Moments are in it or not; a window is whole when it is over and no pause falls into it."""
    time = timeline(phase(pauses=[{"at": BEGAN + 10, "until": BEGAN + 20}]), BEGAN + 100, ())

    def told(expression):
        return duckdb.sql(f"SELECT {expression}").fetchall()[0][0]

    moments = (-1, 0, 9, 10, 19, 20, 99, 100)
    assert [told(time.open(str(BEGAN + each))) for each in moments] == [
        False,
        True,
        True,
        False,
        False,
        True,
        True,
        False,
    ]
    windows = ((0, 10), (0, 11), (20, 100), (20, 101), (19, 30))
    assert [told(time.whole(str(BEGAN + a), str(BEGAN + b))) for a, b in windows] == [True, False, True, False, False]
