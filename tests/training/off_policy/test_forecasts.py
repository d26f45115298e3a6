"""Forecasts are kept, and held against what experiments measured."""

import pytest

from slotwise.errors import EvaluationError
from training.off_policy.forecasts import forecast, held_against, keep, kept, measured


def evaluated(difference):
    overall = {
        "champion": {"value": 0.02}, "difference": difference, "estimator": "doubly_robust",
        "to_traffic": True, "refused": difference is None,
    }  # fmt: skip
    return {"reward": "click", "candidates": {"version 4": {"overall": overall}}}


def reported(value, low, high):
    relative = {"value": value, "low": low, "high": high}
    comparisons = {"challenger": {"relative": relative}}
    return {"experiment": "banner", "phase": 1, "metrics": [{"metric": "clicks", "comparisons": comparisons}]}


def test_a_forecast_is_a_lift(tmp_path):
    """The difference as a share of the champion's value; a refused one has none."""
    told = forecast("shop", "4", evaluated({"value": 0.002, "low": 0.001, "high": 0.003}), "version 4", 17)

    assert told["lift"] == pytest.approx({"value": 0.1, "low": 0.05, "high": 0.15})
    assert forecast("shop", "4", evaluated(None), "version 4", 17)["lift"] is None


def test_forecasts_are_held_against_measurements(tmp_path):
    """The last forecast before the measurement counts; both errors decide whether it was right."""
    path = tmp_path / "kept" / "forecasts.jsonl"
    for value in (0.02, 0.002):
        told = {"value": value, "low": value - 0.001, "high": value + 0.001}
        keep(path, forecast("shop", "4", evaluated(told), "version 4", 17))
    keep(path, measured("shop", "4", "click", reported(0.12, 0.08, 0.16), "challenger", "clicks"))
    keep(path, measured("shop", "4", "click", reported(0.5, 0.45, 0.55), "challenger", "clicks"))
    keep(path, measured("shop", "9", "click", reported(0.5, 0.45, 0.55), "challenger", "clicks"))
    right, wrong, unknown = held_against(kept(path))

    assert right["forecast"]["value"] == pytest.approx(0.1)
    assert right["measured"]["value"] == 0.12
    assert (right["covered"], wrong["covered"], unknown["covered"]) == (True, False, None)


def test_a_measurement_without_a_value_says_nothing():
    """A lift that the experiment could not tell neither confirms nor refutes."""
    told = [
        forecast("shop", "4", evaluated({"value": 0.002, "low": 0.001, "high": 0.003}), "version 4", 1),
        measured("shop", "4", "click", reported(None, None, None), "challenger", "clicks"),
    ]
    assert held_against(told)[0]["covered"] is None


def test_what_a_report_does_not_say_is_refused():
    """An unknown metric or variant is an error, not an empty row."""
    for variant, metric in (("challenger", "sales"), ("nobody", "clicks")):
        with pytest.raises(EvaluationError):
            measured("shop", "4", "click", reported(0.1, 0, 0.2), variant, metric)


def test_nothing_kept_yet(tmp_path):
    """Without the file there is nothing."""
    assert kept(tmp_path / "none.jsonl") == []
