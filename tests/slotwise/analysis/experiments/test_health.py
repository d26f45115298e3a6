"""Health: every way in which an experiment's log can be broken is found, and a clean one is in order."""

import pytest

from tests.experiment_logs import BEGAN, DAY, A, B, assigned, document, event


def checks(report, name):
    """The checks of a name."""
    return [each for each in report["health"] if each["check"] == name]


def test_a_clean_log_is_in_order(reported):
    """An even split, everybody in one variant."""
    rows = [assigned(f"{side}{each}", side, each) for side in (A, B) for each in range(500)]
    found = reported(document(), assignments=rows)

    assert [each["ok"] for each in found["health"]] == [True] * len(found["health"])
    assert checks(found, "sample_ratio")[0]["figures"]["p_value"] == pytest.approx(1.0)


def test_lost_units_are_found(reported):
    """A variant of which a third is missing; the figures tell what should have come, and no number is believed."""
    rows = [assigned(f"{side}{each}", side, each) for side, n in ((A, 600), (B, 400)) for each in range(n)]
    found = reported(document(), assignments=rows)
    check = checks(found, "sample_ratio")[0]

    assert not check["ok"]
    assert check["figures"]["expected"] == {A: 500, B: 500}
    assert found["verdict"]["code"] == "unhealthy"
    assert "other shares" in found["verdict"]["text"]


@pytest.mark.parametrize(
    ("counts", "days", "running", "settled"),
    [((560, 440), 3, True, False), ((1_100, 900), 3, False, False), ((520, 480), 3, True, True)],
)
def test_a_running_phase_is_checked_at_a_tenth_of_alpha(reported, counts, days, running, settled):
    """560 of 1,000 (p .00015) waits for the planned end, or that of the phase; 1,100 of 2,000 (p 8e-6) does not."""
    rows = [assigned(f"{side}{each}", side, each) for side, n in zip((A, B), counts, strict=True) for each in range(n)]
    now = {"until": days * DAY, "assignments": rows}
    found = [reported(document(phase, days=length), **now) for phase, length in (
        ({}, days + 1), ({}, days), ({"ended_at": BEGAN + days * DAY}, days + 1))]  # fmt: skip

    assert [checks(each, "sample_ratio")[0]["ok"] for each in found] == [running, settled, settled]
    assert ("or it is chance" in checks(found[0], "sample_ratio")[0]["detail"]) == (running and not settled)


def test_a_split_of_95_to_5_is_held_against_its_own_weights(reported):
    """Few in a small variant are what was asked for."""
    variants = [{"variant": A, "weight": 0.95}, {"variant": B, "weight": 0.05}]
    rows = [assigned(f"{side}{each}", side, each) for side, n in ((A, 950), (B, 50)) for each in range(n)]

    assert checks(reported(document(variants=variants), assignments=rows), "sample_ratio")[0]["ok"]


def test_units_in_a_variant_of_weight_zero_are_found(reported):
    """One is enough; and such a variant takes nothing from the sample ratio of the others."""
    variants = [{"variant": A, "weight": 0.5}, {"variant": B, "weight": 0.5}, {"variant": "zero", "weight": 0.0}]
    rows = [assigned(f"{side}{each}", side, each) for side in (A, B) for each in range(300)]
    found = reported(document(variants=variants), assignments=[*rows, assigned("z", "zero", 0)])

    assert [each["ok"] for each in checks(found, "no_strangers")] == [False]
    assert checks(found, "no_strangers")[0]["figures"] == {"units": {"zero": 1}}


@pytest.mark.parametrize(("twice", "ok"), [(5, True), (6, False)])
def test_more_than_a_hundredth_in_two_variants_is_found(reported, twice, ok):
    """Five of 500 are left out and counted, six of 501 mean that no number is to be believed."""
    rows = [assigned(f"{side}{each}", side, each) for side in (A, B) for each in range(248)]
    rows = rows[:495]
    both = [assigned(f"both{each}", side, DAY) for each in range(twice) for side in (A, B)]
    found = reported(document(), assignments=rows + both)

    assert [each["ok"] for each in checks(found, "one_variant")] == [ok]
    assert found["excluded"]["two_variants"] == twice
    assert (found["verdict"]["code"] == "unhealthy") == (not ok)


def test_a_loss_on_one_day_is_found(reported):
    """On the whole even, but not on the second day."""
    days = enumerate(((600, 450), (450, 600)))
    rows = [assigned(f"{side}{day}-{each}", side, day * DAY + each) for day, counts in days
            for side, n in zip((A, B), counts, strict=True) for each in range(n)]  # fmt: skip
    found = reported(document(), assignments=rows)

    assert checks(found, "sample_ratio")[0]["ok"]
    assert not checks(found, "sample_ratio_by_day")[0]["ok"]
    assert checks(found, "sample_ratio_by_day")[0]["detail"].startswith("day ")


def test_a_loss_at_one_touchpoint_is_found(reported):
    """By the touchpoints of the units' first decisions, unless a variant is there to change what they show."""
    rows, decisions = [], []
    for touchpoint, counts in (("home", (600, 450)), ("bill", (450, 600))):
        for side, n in zip((A, B), counts, strict=True):
            for each in range(n):
                row = assigned(f"{side}-{touchpoint}-{each}", side, each)
                rows.append(row)
                decisions.append({"decision_id": row["decision_id"], "decided_at": row["decided_at"], "slot": 1,
                                  "person_id": row["person_id"], "touchpoint": touchpoint})  # fmt: skip
    found = reported(document({"touchpoints": ["home", "bill"]}), assignments=rows, decisions=decisions)

    assert not checks(found, "sample_ratio_by_touchpoint")[0]["ok"]
    assert set(checks(found, "sample_ratio_by_touchpoint")[0]["figures"]["wrong"]) == {"home", "bill"}

    patched = {"variant": B, "weight": 0.5, "patch": {"touchpoints": {"home": {"when": "false"}}}}
    closing = document({"touchpoints": ["home", "bill"]}, variants=[{"variant": A, "weight": 0.5}, patched])
    assert checks(reported(closing, assignments=rows, decisions=decisions), "sample_ratio_by_touchpoint") == []


def test_lost_events_of_a_variant_are_found(reported):
    """As many units on both sides, but of one variant fewer answers are told to have been shown."""
    rows = [assigned(f"{side}{each}", side, 0) for side in (A, B) for each in range(500)]
    lost = [row for place, row in enumerate(rows) if row["variant"] == A or place % 5]
    events = [event(row["person_id"], "exposure", 1, decision_id=row["decision_id"]) for row in lost]
    check = checks(reported(document(), assignments=rows, events=events), "events_told")[0]

    assert not check["ok"]
    assert check["figures"]["shares"] == {A: 1.0, B: 0.8}


def test_units_that_differed_before_are_found(reported):
    """One variant's units clicked more before anything differed for them: the split is not one by chance."""
    rows = [assigned(f"{side}{each}", side, 0) for side in (A, B) for each in range(400)]
    events = [event(row["person_id"], "click", -DAY + each) for place, row in enumerate(rows)
              for each in range(place % 3 + (row["variant"] == B))]  # fmt: skip
    check = checks(reported(document(), assignments=rows, events=events), "no_difference_before")[0]

    assert not check["ok"]
    assert check["figures"]["difference"]["value"] == pytest.approx(1.0, abs=0.01)


def test_a_bandits_units_are_held_against_its_allocations(reported):
    """Every batch has shares of its own."""
    allocations = [{"at": BEGAN + each * DAY, "batch": each, "weights": [share, 1 - share]}
                   for each, share in enumerate((0.5, 0.1))]  # fmt: skip
    rows = [assigned(f"{side}{each}", side, batch * DAY, probability=share)
            for batch, shares in enumerate(((0.5, 0.5), (0.1, 0.9)))
            for side, share in zip((A, B), shares, strict=True) for each in range(int(1000 * share))]  # fmt: skip
    found = reported(document({"allocations": allocations}, kind="bandit"), assignments=rows)

    assert found["units"] == {A: 600, B: 1400}
    assert checks(found, "sample_ratio")[0]["ok"]
    assert checks(found, "sample_ratio")[0]["figures"]["expected"] == {A: pytest.approx(600), B: pytest.approx(1400)}
