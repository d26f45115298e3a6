"""The breaker: who mostly falls back is broken, unless everybody does."""

from service.experiments.breaker import broken
from service.stores.exposed_rows import ExposedRows, Exposure
from slotwise.documents.experiments import Pause
from tests.service.experiments.living import MINUTE, START, assigned, experiment, fill

NOW = START + 60 * MINUTE


def decisions(arm, count, fallen, at=NOW - MINUTE, **fields):
    """Some decisions of a variant, of which so many fell back."""
    return [
        assigned(f"{arm}{at}-{place}", at + place, arm, **({"service_level": "safety_list"} if place < fallen else {}))
        for place in range(count)
    ]


def told(database, rows, pauses=()):
    """What is broken now."""
    fill(database, rows)
    phase = experiment().phase.model_copy(update={"pauses": list(pauses)})
    return broken(phase, ExposedRows(database, Exposure("hero", 1, "person", START)), NOW)


def test_a_variant_that_mostly_falls_back_is_broken(database):
    """Said with the figures."""
    found = told(database, decisions("bold", 30, 20) + decisions("control", 30, 1))

    assert list(found) == ["bold"]
    assert "67% of the 30 decisions of the last 5 minutes fell back in bold, 3% in control" in found["bold"]


def test_what_ails_everybody_is_not_the_variants_fault(database):
    """Control falls back as well."""
    assert told(database, decisions("bold", 30, 20) + decisions("control", 30, 20)) == {}


def test_few_decisions_old_ones_and_what_rests_say_nothing(database):
    """Neither does a variant that falls back now and then."""
    assert told(database, decisions("bold", 19, 19)) == {}
    assert told(database, decisions("bold", 100, 100, at=NOW - 20 * MINUTE)) == {}
    assert told(database, decisions("bold", 60, 60, at=NOW - 2 * MINUTE), [Pause(variant="bold", at=START)]) == {}
