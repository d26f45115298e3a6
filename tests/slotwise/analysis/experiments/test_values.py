"""Values of units are what somebody would count who reads the log row by row."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slotwise.analysis.experiments.grown import Reader
from slotwise.analysis.experiments.readings import readings
from slotwise.analysis.experiments.values import Values
from slotwise.analysis.experiments.views import views
from slotwise.analysis.opened import open_log
from slotwise.documents.metrics import Metric
from slotwise.measures.spans import milliseconds
from tests.experiment_logs import BEGAN, DAY, HOUR, A, B, assigned, document, documents, event, write

UNTIL = 6 * DAY
TYPES = ("exposure", "click", "convert", "start")
MOMENTS = st.integers(-8 * 24, 6 * 24 - 1).map(lambda hour: hour * HOUR)
PERSONS = st.sampled_from(["p", "q", "r", "市民"])
EVENTS = st.lists(
    st.builds(
        lambda person, type_, at, content, session, value: event(
            person, type_, at, content_id=content, session=session, value=value
        ),
        PERSONS,
        st.sampled_from(TYPES),
        MOMENTS,
        st.sampled_from(["c1", "c2", None]),
        st.sampled_from(["s1", "s2", "s3", None]),
        st.sampled_from([1.0, 2.5, 40.0, None]),
    ),
    max_size=30,
)
ASSIGNMENTS = st.lists(
    st.tuples(PERSONS, st.integers(0, 6 * 24 - 1)).map(lambda each: (each[0], each[1] * HOUR)), max_size=12
)
PAUSES = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 30)), max_size=2)


def rows_of(folder, experiment, step=None):
    """x, y, u, v of every unit that counts, by its id, as of a step."""
    configuration, entry = documents(experiment)
    phase = entry.phase
    reading = readings(entry, {each.id: each for each in configuration.of(Metric)})[0]
    with open_log(folder) as opened:
        view = next(views(opened, entry, phase, BEGAN + UNTIL))
        sides = Reader(opened, entry, phase, view.time, [reading]).sides(reading)
        values = Values(view.units, reading, sides, view.time)
        keys = [row[0] for row in opened.connection.execute("SELECT key FROM units ORDER BY unit").fetchall()]
        found = {}
        for each in values.steps():
            if each == (view.time.steps - 1 if step is None else step):
                for place in range(2):
                    members = np.arange(len(keys))[values.members(place, each)]
                    found |= {keys[unit]: tuple(values.rows[unit].tolist()) for unit in members}
        return found


def oracle(experiment, assignments, events, end):
    """The same row by row."""
    entry = documents(experiment)[1]
    metric = documents(experiment)[0].get(Metric, entry.primary.metric)
    phase, window = entry.phase, entry.primary.window and milliseconds(entry.primary.window)

    def open_(moment):
        return not any(each.at <= moment < each.until for each in phase.pauses)

    found = {}
    for person in {each["person_id"] for each in assignments}:
        times = [
            each["decided_at"] for each in assignments if each["person_id"] == person and open_(each["decided_at"])
        ]
        if not times:
            continue
        exposed = min(times)
        last = end if window is None else exposed + window
        broken = window is not None and any(each.at < last and each.until > exposed for each in phase.pauses)
        late = milliseconds(metric.numerator.before.within) if metric.numerator.before else 0
        if exposed >= end or broken or (window is not None and last + late > end):
            continue
        mine = sorted((each for each in events if each["person_id"] == person), key=lambda each: each["occurred_at"])
        history = exposed - int(entry.history_days * DAY)
        now = [each for each in mine if exposed <= each["occurred_at"] < min(last, end) and open_(each["occurred_at"])]
        past = [each for each in mine if history <= each["occurred_at"] < exposed]
        known = [each for each in mine if each["occurred_at"] < UNTIL + BEGAN]
        sides = [count(side, part, known) for part in (now, past) for side in (metric.numerator, metric.denominator)]
        x, y, u, v = sides
        cap = entry.primary.cap or float("inf")
        # Of a mean, whether anything was there to be counted before.
        before = float(
            bool(u) if metric.numerator.of in ("visits", "repeats") else any(picked(metric.numerator, past, known))
        )
        found[person] = (min(x, cap), 1.0, min(u, cap), before) if y is None else (x, y, u, v)
    return found


def picked(measure, rows, known):
    """The rows that count, each with the seconds since the other one."""
    for row in rows:
        if measure.types and row["type"] not in measure.types:
            continue
        near = 0.0
        for other, way in ((measure.after, -1), (measure.before, 1)):
            if other is None:
                continue
            apart = [way * (each["occurred_at"] - row["occurred_at"]) for each in known if each["type"] in other.types]
            apart = [each for each in apart if 1 <= each <= milliseconds(other.within)]
            if not apart:
                break
            near = min(apart)
        else:
            yield row, near / 1000


def count(measure, rows, known):
    """One measure of some rows."""
    if measure is None:
        return None
    rows = list(picked(measure, rows, known))
    match measure.of:
        case "persons":
            return float(bool(rows))
        case "visits":
            return float(len({row["session"] for row, _ in rows} - {None}))
        case "sum":
            return sum(row["value"] or 0.0 for row, _ in rows)
        case "seconds":
            return sum(seconds for _, seconds in rows)
        case "repeats":
            contents = [row["content_id"] for row, _ in rows]
            return float(sum(max(contents.count(each) - measure.beyond, 0) for each in set(contents)))
    return float(len(rows))


@pytest.mark.slow
@pytest.mark.parametrize("metric", ["ctr", "clicks", "sales", "buyers", "visits", "repeats", "finished", "seconds"])
@given(assignments=ASSIGNMENTS, events=EVENTS, pauses=PAUSES, windowed=st.booleans(), step=st.integers(0, 5))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_values_are_those_of_a_count_row_by_row(tmp_path, metric, assignments, events, pauses, windowed, step):
    """Whatever is measured, with pauses and windows, as of any day; the past is the unit's own days before."""
    side = {"p": A, "q": B, "r": A, "市民": B}
    rows = [assigned(person, side[person], at) for person, at in assignments]
    paused = [{"at": BEGAN + day * DAY, "until": BEGAN + day * DAY + hours * HOUR} for day, hours in pauses]
    primary = {"metric": metric, "window": "2d" if windowed else None, "cap": 45.0 if metric == "sales" else None}
    experiment = document({"pauses": paused}, primary=primary)
    folder = write(tmp_path / "log", UNTIL, assignments=rows, events=events)

    found, expected = rows_of(folder, experiment, step), oracle(experiment, rows, events, BEGAN + (step + 1) * DAY)
    assert found.keys() == expected.keys()
    for person, values in expected.items():
        assert found[person] == pytest.approx(values), person


def test_the_first_row_begins_a_units_time(tmp_path):
    """What came before is its past, what came before the history is nothing, what comes after the cut is not known."""
    rows = [assigned("p", A, 2 * HOUR), assigned("p", A, 5 * HOUR), assigned("q", B, HOUR)]
    told = [event("p", "click", at) for at in (-8 * DAY, -DAY, HOUR, 2 * HOUR, 3 * HOUR, 2 * DAY, 7 * DAY)]
    folder = write(tmp_path / "log", UNTIL, assignments=rows, events=told)

    assert rows_of(folder, document()) == {"p": (3.0, 1.0, 2.0, 1.0), "q": (0.0, 1.0, 0.0, 0.0)}
    assert rows_of(folder, document(), step=0) == {"p": (2.0, 1.0, 2.0, 1.0), "q": (0.0, 1.0, 0.0, 0.0)}
