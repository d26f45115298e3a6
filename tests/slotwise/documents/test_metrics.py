"""The dictionary of metrics: one definition each, checked before anything is measured."""

import pytest
from pydantic import ValidationError

from slotwise.documents import World
from slotwise.documents.metrics import Metric, resolved

CLICKS = {
    "metric": "click_through",
    "title": "Click-through",
    "kind": "behaviour",
    "numerator": {"type": "click"},
    "denominator": {"type": "exposure"},
    "unit": "share",
    "owner": "touchpoints",
}


def read(*given):
    """Metrics by id."""
    metrics = [Metric.model_validate(CLICKS | each) for each in given]
    return {each.id: each for each in metrics}


def problems(*given):
    """What is wrong with the first of some metrics, as (pointer, code)."""
    metrics = read(*given)
    return [(each.pointer, each.code) for each in next(iter(metrics.values())).check({"metrics": metrics}, World())]


def test_a_sound_metric_is_taken():
    """And written again as it was."""
    assert problems({}) == []
    assert read({})["click_through"].to_json() == CLICKS


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        ({"numerator": {"metric": "nothing"}}, "/numerator/metric", "reference_unknown"),
        ({"numerator": {"metric": "click_through"}}, "/numerator/metric", "reference_circular"),
        ({"numerator": {"type": "click", "when": '"vip" in tags'}}, "/numerator/when", "field_unknown"),
        ({"denominator": None}, "/denominator", "denominator_missing"),
        ({"denominator": {"when": "false"}}, "/denominator/when", "division_by_zero"),
        (
            {"numerator": {"type": "convert", "after": {"type": "leave", "within": "1d", "when": "tier > 2"}}},
            "/numerator/after/when",
            "field_unknown",
        ),
    ],
)
def test_what_cannot_be_measured_is_told(given, pointer, code):
    """References that lead nowhere or in a circle, facts that no row tells, divisions by zero."""
    assert problems(given) == [(pointer, code)]


def test_a_circle_over_several_metrics_is_told():
    """With the way around it."""
    metrics = read(
        {"metric": "a", "numerator": {"metric": "b"}},
        {"metric": "b", "numerator": {"metric": "c"}},
        {"metric": "c", "numerator": {"metric": "a"}},
    )
    (problem,) = metrics["a"].check({"metrics": metrics}, World())

    assert problem.code == "reference_circular"
    assert "a -> b -> c -> a" in problem.detail


def test_a_circle_that_others_are_in_ends_all_the_same():
    """A metric that leads into a circle is not blamed for it, those in it are."""
    metrics = read(
        {"metric": "a", "numerator": {"metric": "b"}},
        {"metric": "b", "numerator": {"metric": "c"}},
        {"metric": "c", "numerator": {"metric": "b"}},
    )

    assert list(metrics["a"].check({"metrics": metrics}, World())) == []
    assert len(list(metrics["b"].check({"metrics": metrics}, World()))) == 1


@pytest.mark.parametrize(
    "given",
    [{"window": "-7d"}, {"window": "0d"}, {"time_zone": "Mars"}, {"kind": "other"}, {"metric": "a b"}, {"more": 1}],
)
def test_what_is_no_metric_is_refused(given):
    """Negative windows, unknown places, unknown fields."""
    with pytest.raises(ValidationError):
        Metric.model_validate(CLICKS | given)


def test_references_are_followed():
    """A metric made of others' numerators is measured with them."""
    metrics = read(
        {"metric": "value", "numerator": {"metric": "sales"}, "denominator": {"metric": "orders"}, "unit": "CNY"},
        {"metric": "sales", "numerator": {"of": "sum", "field": "value", "type": "convert"}},
        {"metric": "orders", "numerator": {"metric": "bought"}},
        {"metric": "bought", "numerator": {"type": "convert"}},
    )
    found = resolved(metrics["value"], metrics)

    assert (found.numerator.field, found.denominator.types) == ("value", ("convert",))
