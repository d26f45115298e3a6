"""An effect that wears off is found; one that stays is not taken for one, although units do less with every day."""

import numpy as np
import pytest

from tests.experiment_logs import DAY, HOUR, A, B, assigned, document, event

DAYS = 5


def log(lift, seed=1, n=500, exposures=False):
    """Units of the first day, active less with every day; `lift` is by day since the exposure."""
    chance = np.random.default_rng(seed)
    rows, events = [], []
    for side in (A, B):
        for number in range(n):
            person = f"{side}{number}"
            rows.append(assigned(person, side, 0))
            for day in range(DAYS):
                seen = chance.poisson(6.0 * 0.6**day) if exposures else 0
                events += [event(person, "exposure", day * DAY + HOUR) for _ in range(seen)]
                base = 0.3 * seen if exposures else 3.0 * 0.6**day
                clicks = chance.poisson(base * (1 + lift(day) * (side == B)))
                events += [event(person, "click", day * DAY + 2 * HOUR) for _ in range(clicks)]
    return {"assignments": rows, "events": events}


def novelty(report):
    """The check."""
    return next(each for each in report["health"] if each["check"] == "no_novelty")


@pytest.mark.parametrize("metric", ["clicks", "ctr"])
def test_a_lift_that_stays_is_in_order(reported, metric):
    """A third more every day, though all is less every day."""
    found = reported(
        document(primary={"metric": metric}), until=10 * DAY, **log(lambda day: 0.33, exposures=metric == "ctr")
    )

    assert novelty(found)["ok"]
    assert len(novelty(found)["figures"]["days"]) == DAYS


@pytest.mark.parametrize("metric", ["clicks", "ctr"])
def test_a_lift_that_wears_off_blocks_the_verdict(reported, metric):
    """Twice as much on the first day, less than before on the last ones: the mean over all would be shipped."""
    tables = log(lambda day: (1.0, 0.5, 0.0, -0.5, -0.7)[day], exposures=metric == "ctr")
    found = reported(document(primary={"metric": metric}), until=10 * DAY, **tables)

    assert not novelty(found)["ok"]
    assert found["verdict"]["code"] == "unhealthy"
    assert "being new" in found["verdict"]["text"]


def test_clean_logs_raise_no_alarm_beyond_the_stated_rate(reported):
    """Twenty logs without any effect."""
    wrong = [
        not novelty(reported(document(), until=10 * DAY, **log(lambda day: 0.0, seed, 60)))["ok"] for seed in range(20)
    ]

    assert sum(wrong) == 0


def test_nothing_is_said_of_the_first_days(reported):
    """Two days behind every unit are the least."""
    found = reported(document(), until=3 * DAY, **log(lambda day: 1.0, n=20))

    assert "no_novelty" not in [each["check"] for each in found["health"]]
