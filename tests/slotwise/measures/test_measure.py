"""Measures say one thing, and say it completely."""

import pytest
from pydantic import ValidationError

from slotwise.measures.measure import Measure


@pytest.mark.parametrize(
    "given",
    [
        {"type": "click"},
        {"type": ["click", "x.scan"], "when": 'touchpoint == "app.home.banner"'},
        {"when": {"field": "context.os", "op": "==", "value": "ios"}},
        {"of": "sum", "field": "value", "type": "convert"},
        {"of": "seconds", "type": "convert", "after": {"type": "start", "same": "product", "within": "1d"}},
        {"of": "repeats", "type": "exposure", "beyond": 3},
        {"of": "answers", "log": "decisions", "when": 'service_level != "ranker"'},
        {"metric": "orders"},
    ],
)
def test_measures_are_written_and_read(given):
    """What is read is what was written."""
    assert Measure.model_validate(given).model_dump(mode="json", exclude_defaults=True) == given


@pytest.mark.parametrize(
    "given",
    [
        {"type": "clck"},
        {"type": "click", "log": "decisions"},
        {"of": "sum"},
        {"field": "value"},
        {"of": "repeats"},
        {"of": "repeats", "beyond": 0},
        {"of": "seconds"},
        {"of": "answers"},
        {"metric": "orders", "type": "click"},
        {"after": {"type": "start", "within": "-1d"}},
        {"after": {"type": "start", "within": "1h", "apart": "1d"}},
        {"log": "decisions", "after": {"within": "1d"}},
        {"after": {"log": "decisions", "within": "1d"}},
        {"when": "touchpoint =="},
        {"of": "average"},
    ],
)
def test_measures_that_say_nothing_are_refused(given):
    """An unknown type, half a pair, a window below zero, a condition that is none."""
    with pytest.raises(ValidationError):
        Measure.model_validate(given)
