"""The client assigns by itself as the service does, with nothing but the standard library."""

import json
from dataclasses import asdict

import pytest

from slotwise.client.assignment import Assignment, assign, normalised
from slotwise.experiments import units
from tests.assignment_vectors import FILE, UNITS

SITUATIONS = json.loads(FILE.read_text())
FEW, _, KINDS, *_ = (each["document"] for each in SITUATIONS)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each["name"])
def test_it_is_the_engines_assignment(situation):
    """For every vector: variant, probability, reason and what is served."""
    for each in situation["cases"]:
        found = assign(situation["document"], each["person"], each["session"])
        assert [asdict(one) for one in found] == each["expected"]


@pytest.mark.parametrize("given", [*UNITS, True, 1.5, 12.0, float("nan"), [], {}])
def test_ids_are_normalised_as_the_engine_does(given):
    """Whatever is given."""
    assert normalised(given) == units.normalised(given)


def test_touchpoints_and_testers():
    """Only what covers a touchpoint is told, and a forced variant comes before all else."""
    assert {each.experiment for each in assign(KINDS, "p_1", "s", ["home"])} == {
        "tenths", "skewed", "visit", "learning", "resting", "half",
    }  # fmt: skip
    (found,) = assign(FEW, None, forced={"ranker": "challenger"})
    assert found == Assignment("ranker", 1, "challenger", 1.0, "forced", "challenger")
    assert assign(FEW, None, forced={"ranker": "gone"})[0].reason == "no_unit"


def test_an_audience_is_the_services_to_know():
    """Of whom the buckets let in; all others are out without asking."""
    asked = {**FEW, "experiments": [{**FEW["experiments"][0], "ask": True, "buckets": [[0, 10_000]]}]}
    out = {**FEW, "experiments": [{**FEW["experiments"][0], "ask": True, "buckets": []}]}

    assert assign(asked, "p_1")[0].reason == "ask"
    assert assign(out, "p_1")[0].reason == "other_bucket"


def test_another_form_is_refused():
    """A guess would assign wrongly."""
    with pytest.raises(ValueError, match="form 2"):
        assign({**FEW, "version": 2}, "p_1")
