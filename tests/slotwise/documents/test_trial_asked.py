"""What people ask of an experiment: weights, control, testers."""

import pytest

from slotwise.documents.trial_asked import RESERVED, asked_wrong
from tests.experiments import HALVES, experiment


def wrong(**given):
    """What is wrong with a draft, as (pointer, code, warning)."""
    return [(each.pointer, each.code, each.warning) for each in asked_wrong(experiment(**given))]


@pytest.mark.parametrize("weights", [[0.5, 0.5], [0.95, 0.05], [0.1] * 10, [0.333333] * 3, [1 / 3] * 3])
def test_weights_that_make_a_whole_are_taken(weights):
    """As near to it as somebody who writes thirds comes."""
    variants = [{"variant": f"v{place}", "weight": each} for place, each in enumerate(weights)]

    assert wrong(variants=variants, control="v0") == []


def test_weights_that_do_not_are_refused():
    """With what they sum to."""
    (found,) = asked_wrong(experiment(variants=[HALVES[0], {**HALVES[1], "weight": 0.4}]))

    assert (found.pointer, found.code, found.expected, found.given) == ("/variants", "weights_not_whole", 1, 0.9)


def test_a_variant_without_weight_is_told():
    """It is no error: nobody gets it."""
    variants = [{**HALVES[0], "weight": 1.0}, {**HALVES[1], "weight": 0.0}]

    assert wrong(variants=variants) == [("/variants/1/weight", "variant_empty", True)]


def test_names_lead_somewhere():
    """Control and the variants of testers are among the variants, which are named once."""
    assert wrong(control="nobody") == [("/control", "reference_unknown", False)]
    assert wrong(forced={"tester/1": "gone"}) == [("/forced/tester~11", "reference_unknown", False)]
    assert wrong(variants=[HALVES[0], HALVES[0]]) == [("/variants/1/variant", "id_repeated", False)]


@pytest.mark.parametrize("name", RESERVED)
def test_names_of_the_api_are_not_given_twice(name):
    """Such an experiment could not be asked for."""
    assert [each.pointer for each in asked_wrong(experiment(name))] == ["/experiment"]


def test_two_lists_are_interleaved():
    """Never three, and none of them is called as the units are."""
    thirds = [{"variant": each, "weight": 1 / 3} for each in ("control", "b", "c")]
    named = [HALVES[0], {"variant": "interleaved", "weight": 0.5}]

    assert wrong(kind="interleaving") == []
    assert wrong(kind="interleaving", variants=thirds) == [("/variants", "interleaving_of_two", False)]
    assert wrong(kind="interleaving", variants=named) == [("/variants", "value_wrong", False)]
