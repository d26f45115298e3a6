"""Harms: what is beyond its margin for certain is found, what is not is left alone, look after look."""

import numpy as np
import pytest

from service.experiments.harms import _harm, _Seen, harms
from service.stores.exposed_rows import ExposedRows, Exposure
from slotwise.documents.experiments import Guardrail, Pause
from slotwise.statistics.moments import Moments
from tests.service.experiments.living import METRICS, START, assigned, event, experiment, fill

EVENING = START + 10_000_000


def crowd(chance, count, slow=0.0, clicks=0.2, dismisses=0.3, fallback=0.02, first=0):
    """Assignments and events of some persons; in `bold` they wait, click, dismiss and fall back as is said."""
    rows, events = [], []
    for number in range(first, first + count):
        person, arm = f"p{number}", ("control", "bold")[number % 2]
        bold = arm == "bold"
        for place in range(1 + chance.poisson(1.0)):
            at = START + 1_000 * number + place
            level = "popular" if chance.random() < (fallback if bold else 0.02) else "ranker"
            elapsed = float(chance.gamma(4.0, 2.5)) + (slow if bold else 0.0)
            rows.append(assigned(person, at, arm, elapsed_ms=elapsed, service_level=level))
            events.append(event(person, at + 10, "exposure"))
            if chance.random() < (clicks if bold else 0.2):
                events.append(event(person, at + 20, "click"))
        if chance.random() < (dismisses if bold else 0.3):
            events.append(event(person, START + 1_000 * number + 50, "dismiss"))
    return rows, events


def seen(database, found=None, until=EVENING):
    """What a look sees, by metric."""
    found = found or experiment()
    rows = ExposedRows(database, Exposure("hero", 1, "person", START))
    return {each.metric: each for each in harms(found, found.phase, rows, METRICS, until)}


@pytest.mark.parametrize(
    ("harm", "metric"),
    [
        ({"slow": 20.0}, "latency_ms"),
        ({"fallback": 0.5}, "fallback_share"),
        ({"clicks": 0.02}, "ctr"),
        ({"dismisses": 0.9}, "dismissed"),
    ],
)
def test_harm_beyond_the_margin_is_found(database, harm, metric):
    """On whichever side is worse of the metric, told with figures; the other guardrails hold."""
    fill(database, *crowd(np.random.default_rng(1), 2_000, **harm))
    found = seen(database)

    assert [each for each, it in found.items() if it.breached] == [metric]
    assert found[metric].units == 1_000
    assert found[metric].low > 0
    assert "for certain" in found[metric].text


def test_what_is_inside_the_margin_is_borne(database):
    """A variant that is 10 % slower where 20 % are borne goes on, however many persons say so."""
    fill(database, *crowd(np.random.default_rng(2), 2_000, slow=1.0))
    found = seen(database)

    assert not any(each.breached for each in found.values())
    assert found["latency_ms"].value > found["latency_ms"].control
    assert "is borne" in found["latency_ms"].text


def test_few_units_say_nothing(database):
    """However bad they look."""
    fill(database, *crowd(np.random.default_rng(3), 150, slow=500.0))

    assert {each.text for each in seen(database).values()} == {"fewer than 100 units in a variant"}


def test_what_rests_is_not_looked_at(database):
    """Neither is anything when all variants but control rest."""
    fill(database, *crowd(np.random.default_rng(4), 300, slow=50.0))
    phase = experiment().phase.model_copy(update={"pauses": [Pause(variant="bold", at=START)]})

    assert seen(database, experiment(phases=[phase])) == {}


def test_a_metric_that_is_gone_is_told(database):
    """The other guardrails are looked at all the same."""
    fill(database, *crowd(np.random.default_rng(5), 300))
    found = seen(database, experiment(guardrails=[Guardrail(metric="gone", margin=0.1), experiment().guardrails[0]]))

    assert "no metric" in found["gone"].text
    assert found["latency_ms"].value is not None


def test_a_metric_without_data_says_nothing(database):
    """Nobody saw anything, so there is nothing to divide by; and where nobody dismissed, nobody was harmed."""
    rows, _ = crowd(np.random.default_rng(6), 300)
    fill(database, rows)
    found = seen(database)

    assert found["ctr"].value is None
    assert (found["dismissed"].value, found["dismissed"].breached) == (0.0, False)


@pytest.mark.slow
def test_harmless_variants_are_stopped_no_more_often_than_alpha_says():
    """300 experiments of 20 looks at four guardrails whose margin is just kept: at most 5 % are ever stopped."""
    chance, stopped = np.random.default_rng(17), 0
    guardrails = [Guardrail(metric=f"m{place}", margin=0.0) for place in range(4)]
    for _ in range(300):
        seen_so_far = [{"control": Moments.nobody(), "bold": Moments.nobody()} for _ in guardrails]
        stopped += any(_look(chance, guardrails, seen_so_far) for _ in range(20))

    assert stopped <= 15


def _look(chance, guardrails, seen_so_far):
    """One hundred units more in each variant; whether a guardrail is found broken."""
    for place, arms in enumerate(seen_so_far):
        for arm in arms:
            decisions = 1 + chance.poisson(1.0, 100)
            spread = chance.gamma(0.5, 1.0, 100)
            x = decisions * (10.0 + 5.0 * spread) if place < 2 else chance.binomial(decisions, 0.2)
            arms[arm] = arms[arm] + Moments.of(np.column_stack([x, decisions, np.zeros((100, 2))]))
    found = [
        _harm(each, "bold", "control", _Seen(arms, "ratio", "higher"), 0.05 / 4)
        for each, arms in zip(guardrails, seen_so_far, strict=True)
    ]
    return any(each.breached for each in found)
