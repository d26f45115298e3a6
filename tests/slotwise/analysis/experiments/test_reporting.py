"""A report on small logs whose every number can be counted by hand, and on logs from which nothing can be said."""

from itertools import pairwise

import numpy as np
import pytest

from slotwise.errors import DatasetError, MeasureError, UnknownMetricError
from tests.experiment_logs import BEGAN, DAY, HOUR, A, B, assigned, document, event


def people(n, variant, lift=0.0, seed=0, days=4):
    """Assignments and events of n persons: clicks by chance, more by `lift`."""
    chance = np.random.default_rng(seed)
    assignments, events = [], []
    for number in range(n):
        person, at = f"{variant}{number}", int(chance.integers(0, days * 24)) * HOUR
        assignments.append(assigned(person, variant, at))
        clicks = chance.poisson(2.0 * (1 + lift))
        events += [event(person, "click", at + 1 + each) for each in range(clicks)]
        events += [event(person, "exposure", at, decision_id=f"d-{person}-{at}") for _ in range(5 + clicks)]
    return assignments, events


def both(n, lift=0.0, **more):
    """Tables of two variants of n persons each."""
    one, other = people(n, A, 0.0, 1), people(n, B, lift, 2)
    return {"assignments": one[0] + other[0], "events": one[1] + other[1], **more}


def told(report, metric=0, variant=B):
    """A metric's comparison."""
    return report["metrics"][metric]["comparisons"][variant]


def health(report):
    """Whether each check is in order."""
    return {each["check"]: each["ok"] for each in report["health"]}


def test_means_by_hand(reported):
    """Clicks of two persons each: 1 and 3 against 5 and 9, a difference of 5 that is 2.5 of control's value."""
    rows = [assigned(name, side, 0) for name, side in (("p", A), ("q", A), ("r", B), ("s", B))]
    clicks = {"p": 1, "q": 3, "r": 5, "s": 9}
    events = [event(name, "click", 1 + each) for name, count in clicks.items() for each in range(count)]
    found = reported(document(), assignments=rows, events=events)
    metric = found["metrics"][0]

    assert {name: (each["value"], each["units"]) for name, each in metric["variants"].items()} == {A: (2, 2), B: (7, 2)}
    assert told(found)["absolute"]["value"] == 5
    assert told(found)["absolute"]["standard_error"] == pytest.approx(np.sqrt(2 / 2 + 8 / 2))
    assert told(found)["relative"] is None
    assert "not clearly above 0" in told(found)["why"]
    assert found["verdict"]["code"] == "too_early"


def test_a_planted_effect_is_found_and_shipped(reported):
    """A fifth more clicks among 1,500 persons: ship, with the reasons, and p values hold together."""
    experiment = document(
        primary={"metric": "clicks"}, secondary=[{"metric": "ctr"}], guardrails=[{"metric": "leaves", "margin": 0.1},
        {"metric": "latency_ms", "margin": 0.1}], days=4.0,
    )  # fmt: skip
    found = reported(experiment, until=5 * DAY, **both(1_500, 0.2))

    assert all(health(found).values())
    relative = told(found)["always"]["relative"]
    assert relative["low"] < 0.2 < relative["high"]
    assert relative["low"] > 0
    assert (found["verdict"]["code"], found["verdict"]["variant"]) == ("ship", B)
    assert found["final"]
    assert told(found, 1)["inflation"] > 0
    assert {each["role"] for each in found["metrics"]} == {"primary", "secondary", "guardrail"}


def test_the_band_narrows_and_ends_at_the_result(reported):
    """Every day is as a report as of its end, and what held at an earlier look holds at a later one."""
    tables = both(400, 0.1)
    found = reported(document(), until=5 * DAY, planned_units=800, **tables)
    days = found["metrics"][0]["days"]
    early = reported(document(), until=5 * DAY, as_of=BEGAN + 2 * DAY, planned_units=800, **tables)

    bounds = [day["comparisons"][B] for day in days]
    assert all(b["low"] >= a["low"] and b["high"] <= a["high"] for a, b in pairwise(bounds))
    assert early["metrics"][0]["days"] == days[:2]
    assert days[-1]["variants"][A] == {key: found["metrics"][0]["variants"][A][key] for key in ("value", "units")}


@pytest.mark.slow
def test_nothing_is_found_where_nothing_is(reported):
    """Forty logs without effect, of persons who differ much: one look is wrong as often as it says, all looks less."""
    wrong = {"fixed": 0, "always": 0}
    for seed in range(40):
        chance = np.random.default_rng(seed)
        rows, events = [], []
        for number in range(300):
            person, at = f"p{number}", int(chance.integers(0, 4 * 24)) * HOUR
            rows.append(assigned(person, A if chance.random() < 0.5 else B, at))
            seen, likes = 1 + chance.geometric(0.2), chance.beta(1, 4)
            events += [event(person, "exposure", at + each * HOUR) for each in range(seen)]
            events += [event(person, "click", at + each * HOUR + 1) for each in range(chance.binomial(seen, likes))]
        found = told(reported(document(primary={"metric": "ctr"}), until=5 * DAY, assignments=rows, events=events))
        for method in wrong:
            effect = found[method]["absolute"]
            wrong[method] += effect["low"] is not None and not effect["low"] <= 0 <= effect["high"]

    assert wrong["fixed"] <= 6
    assert wrong["always"] <= 2


def test_forced_rows_and_other_phases_are_no_part_of_it(reported):
    """A tester's rows, another experiment's and an earlier phase's do not count."""
    rows = [
        assigned("p", A, 0),
        assigned("t", B, 0, reason="forced"),
        assigned("u", B, 0, phase=2),
        assigned("v", B, 0, experiment="other"),
        assigned("w", "", 0, reason="holdout"),
    ]
    found = reported(document(), assignments=rows, events=[event("t", "click", 1)])

    assert found["units"] == {A: 1, B: 0}


def test_a_person_of_two_variants_is_left_out(reported):
    """Two ids that turned out to be one person, by the log's merged id; beyond one in a hundred it is unhealthy."""
    rows = [assigned(f"p{each}", A if each % 2 else B, 0) for each in range(300)]
    twice = [assigned("x1", A, 0, person_id="x"), assigned("x2", B, 1, person_id="x")]
    found = reported(document(), assignments=rows + twice)
    merged = [assigned(f"{side}{each}", side, 0, person_id=f"m{each}") for each in range(5) for side in (A, B)]
    many = reported(document(), assignments=rows + merged)

    assert (sum(found["units"].values()), found["excluded"]["two_variants"]) == (300, 1)
    assert health(found)["one_variant"]
    assert not health(many)["one_variant"]
    assert many["verdict"]["code"] == "unhealthy"


def test_a_paused_variant_is_read_in_the_time_it_ran(reported):
    """What its units did in the pause, when control answered them, counts for neither side of its comparison."""
    pauses = [{"variant": B, "at": BEGAN + DAY, "until": BEGAN + 2 * DAY}]
    variants = [{"variant": name, "weight": 1 / 3} for name in (A, B, "c")]
    rows = [assigned(name, side, at) for name, side, at in (
        ("p", A, 0), ("q", B, 0), ("r", "c", 0), ("late", B, DAY + HOUR), ("new", A, DAY + HOUR))]  # fmt: skip
    events = [event(name, "click", at) for name in "pqr" for at in (HOUR, DAY + HOUR, 2 * DAY + HOUR)]
    found = reported(document({"pauses": pauses}, variants=variants), assignments=rows, events=events)
    clicks = found["metrics"][0]["variants"]

    assert (clicks[B]["value"], clicks[B]["units"]) == (2, 1)
    assert (clicks["c"]["value"], clicks["c"]["units"]) == (3, 1)
    assert (clicks[A]["value"], clicks[A]["units"]) == (1.5, 2)
    assert [each["check"] for each in found["health"]].count("sample_ratio") == 2
    assert found["health"][-1]["detail"].startswith("in the time in which b ran: ")


def test_the_only_other_variant_may_be_paused(reported):
    """A guardrail's pause of one of two: it is judged by what came before, and control alone goes on."""
    pauses = [{"variant": B, "at": BEGAN + 2 * DAY, "why": "leaves"}]
    rows = [assigned(f"{side}{each}", side, 0) for side in (A, B) for each in range(200)]
    events = [event(row["person_id"], "leave", HOUR + each) for row in rows
              for each in range(2 + 3 * (row["variant"] == B) + int(row["person_id"][1:]) % 2)]  # fmt: skip
    events += [event(row["person_id"], "leave", 3 * DAY) for row in rows]
    rails = [{"metric": "leaves", "margin": 0.2}]
    found = reported(document({"pauses": pauses}, guardrails=rails, segments=["person.city"]), assignments=rows,
                     events=events)  # fmt: skip
    leaves = found["metrics"][1]

    assert (found["verdict"]["code"], found["verdict"]["variant"]) == ("roll_back", B)
    assert (leaves["variants"][A]["value"], leaves["variants"][B]["value"]) == (3.5, 5.5)
    assert leaves["comparisons"][B]["absolute"]["value"] == pytest.approx(3.0)
    assert len(found["segments"]) == 1


def test_the_end_of_a_phase_cuts_the_time(reported):
    """What happened after it, or after the moment the report is made as of, is not known."""
    rows = [assigned("p", A, 0), assigned("q", B, 0)]
    events = [event("p", "click", at) for at in (HOUR, DAY + HOUR, 3 * DAY)]
    ended = reported(document({"ended_at": BEGAN + DAY}), assignments=rows, events=events)
    cut = reported(document(), as_of=BEGAN + 2 * DAY, assignments=rows, events=events)

    assert (ended["metrics"][0]["variants"][A]["value"], ended["over"]) == (1, True)
    assert (cut["metrics"][0]["variants"][A]["value"], cut["over"]) == (2, False)


def test_sessions_are_units_of_their_own(reported):
    """Events count by their session, whoever they are of."""
    rows = [assigned("s1", A, 0, person_id=None, session="s1"), assigned("s2", B, 0, person_id=None, session="s2")]
    events = [event(None, "click", 1, session="s1"), event("p", "click", 1, session="s2"), event("p", "click", 1)]
    found = reported(document({"unit": "session"}, unit="session"), assignments=rows, events=events)

    assert [each["value"] for each in found["metrics"][0]["variants"].values()] == [1, 1]
    assert not told(found)["adjusted_by_past"]


def test_segments_are_told_apart(reported):
    """By a fact of the person and one of the first decision; each has its own lift."""
    tables = both(200)
    persons = [{"person_id": row["person_id"], "attribute.city": "xian" if place % 3 else None}
               for place, row in enumerate(tables["assignments"])]  # fmt: skip
    decisions = [{"decision_id": row["decision_id"], "decided_at": row["decided_at"], "person_id": row["person_id"],
                  "touchpoint": "home", "slot": 1, "context.channel": "app" if place % 2 else "web"}
                 for place, row in enumerate(tables["assignments"])]  # fmt: skip
    experiment = document(segments=["person.city", "context.channel", "context.never"])
    found = reported(experiment, **tables, persons=persons, decisions=decisions)
    units = [{row["value"]: sum(each["units"] for each in row["variants"].values()) for row in fact["rows"]}
             for fact in found["segments"]]  # fmt: skip

    assert units == [{"xian": 266, "": 134}, {"app": 200, "web": 200}, {"": 400}]
    assert found["segments"][0]["rows"][0]["comparisons"][B]["p_adjusted"] <= 1


def test_quantiles_and_caps_are_stated(reported):
    """The median of the clicks; clicks capped at two, with the share of the units above."""
    found = reported(
        document(secondary=[{"metric": "clicks", "quantile": 0.5}, {"metric": "clicks", "cap": 2.0}]), **both(300)
    )
    median, capped = found["metrics"][1:]

    assert (median["kind"], median["variants"][A]["value"]) == ("quantile", 2.0)
    assert 0.2 < capped["capped"]["share_of_persons"] < 0.5
    assert capped["variants"][A]["value"] < found["metrics"][0]["variants"][A]["value"]


def test_a_window_counts_when_it_is_over(reported):
    """Persons of the last day are not yet in a metric over one day."""
    rows = [assigned("p", A, 0), assigned("q", B, 0), assigned("late", A, 13 * DAY + 1)]
    events = [event("p", "click", HOUR), event("p", "click", DAY), event("late", "click", 13 * DAY + 2)]
    found = reported(document(primary={"metric": "clicks", "window": "1d"}), assignments=rows, events=events)

    assert found["metrics"][0]["variants"][A] == {"value": 1, "units": 1, "low": None, "high": None}
    assert found["metrics"][0]["window_days"] == 1


def test_before_any_window_is_over_nothing_is_judged(reported):
    """The verdict says what is waited for."""
    rows = [assigned(f"{side}{each}", side, 0) for side in (A, B) for each in range(150)]
    found = reported(document(primary={"metric": "clicks", "window": "7d"}), as_of=BEGAN + 2 * DAY, assignments=rows)

    assert found["verdict"]["code"] == "too_early"
    assert "nobody's window of 7 days is over yet" in found["verdict"]["text"]


@pytest.mark.parametrize("metric", ["ctr", "sales"])
def test_a_metric_without_data_says_so(reported, metric):
    """Nothing to divide by, or nothing that varies: no number, the reason, and no verdict."""
    rows = [assigned(f"{side}{each}", side, 0) for side in (A, B) for each in range(200)]
    found = reported(document(primary={"metric": metric}), assignments=rows)

    assert told(found)["absolute"] is None
    assert found["metrics"][0]["why"]
    assert found["verdict"]["code"] == "too_early"
    assert metric in found["verdict"]["text"]


def test_an_empty_variant_is_no_result(reported):
    """All of one variant lost: unhealthy, not a division by zero."""
    rows = [assigned(f"p{each}", A, 0) for each in range(200)]
    found = reported(document(), assignments=rows)

    assert found["units"] == {A: 200, B: 0}
    assert found["verdict"]["code"] == "unhealthy"
    assert "sample_ratio" not in [name for name, ok in health(found).items() if ok]


def test_nobody_yet_is_too_early(reported):
    """An experiment that has begun and that nobody has seen."""
    found = reported(document())

    assert found["verdict"]["code"] == "too_early"
    assert found["units"] == {A: 0, B: 0}


def test_what_cannot_be_reported_on(reported, tmp_path):
    """No phase, one that begins later, a metric that there is none of, a log without assignments."""
    with pytest.raises(MeasureError, match="not started"):
        reported(document() | {"phases": [], "status": "draft"})
    with pytest.raises(MeasureError, match="not begun"):
        reported(document({"began_at": BEGAN + 20 * DAY}))
    with pytest.raises(MeasureError, match="no phase 7"):
        reported(document(), phase=7)
    with pytest.raises(UnknownMetricError):
        reported(document(status="archived", primary={"metric": "gone"}))
    (tmp_path / "log" / "assignments.parquet").unlink(missing_ok=True)


def test_a_log_without_assignments(tmp_path):
    """The folder of an older export."""
    from slotwise.analysis.experiments.reporting import report
    from slotwise.analysis.opened import open_log
    from tests.experiment_logs import documents, write

    configuration, entry = documents(document())
    folder = write(tmp_path / "log")
    (folder / "assignments.parquet").unlink()
    with open_log(folder) as opened, pytest.raises(DatasetError, match="no assignments"):
        report(opened, entry, configuration)


def test_a_bandit_is_weighted_by_its_probabilities(reported):
    """A better batch that gave most units to one variant says nothing of the variant: weights take it out."""
    chance = np.random.default_rng(3)
    rows, events = [], []
    for batch, (share, rate) in enumerate(((0.5, 1.0), (0.9, 3.0))):
        for number in range(1_500):
            side = B if chance.random() < share else A
            person, at = f"p{number}", batch * DAY + number
            rows.append(assigned(person, side, at, probability=share if side == B else 1 - share))
            events += [event(person, "click", at + 1) for _ in range(chance.poisson(rate))]
    allocations = [
        {"at": BEGAN, "batch": 0, "weights": [0.5, 0.5]},
        {"at": BEGAN + DAY, "batch": 1, "weights": [0.1, 0.9]},
    ]
    found = reported(document({"allocations": allocations}, kind="bandit"), assignments=rows, events=events)
    naive = {side: [0, 0] for side in (A, B)}
    for row in rows:
        naive[row["variant"]][1] += 1

    absolute = told(found)["absolute"]
    assert absolute["low"] < 0 < absolute["high"]
    assert found["excluded"]["two_variants"] == 0
    assert found["units"] == {side: count for side, (_, count) in naive.items()}
    assert health(found)["sample_ratio"]
