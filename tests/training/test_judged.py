"""Judgements kept case by case."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.errors import EvaluationError
from training.bootstrap import Persons
from training.judged import Judged


def test_it_is_kept_as_plain_arrays(judged_world, tmp_path):
    """What is saved is read back bit by bit, without pickles."""
    judged = judged_world[2].judged
    judged.save(tmp_path / "judged.npz")
    again = Judged.load(tmp_path / "judged.npz")

    assert again.names == judged.names
    assert again.fingerprint == judged.fingerprint
    for name in ("above", "below", "person", "touchpoint"):
        np.testing.assert_array_equal(getattr(again, name), getattr(judged, name))


def test_only_the_same_cases_are_paired(judged_world):
    """Another fingerprint is refused, in one metric and in all."""
    judged = judged_world[2].judged
    other, persons = replace(judged, fingerprint="another"), Persons(judged.person, 10, 1)

    with pytest.raises(EvaluationError):
        judged.minus(other, persons)
    with pytest.raises(EvaluationError):
        judged.difference(other, "ndcg@10", persons)


def test_a_model_does_not_differ_from_itself(judged_world):
    """The difference to itself is 0 with bounds 0, in every metric that has a value."""
    judged = judged_world[2].judged
    found = judged.minus(judged, Persons(judged.person, 50, 1))

    assert {each["value"] for each in found.values()} <= {0.0, None}
    assert found["ndcg@10"] == {"value": 0.0, "low": 0.0, "high": 0.0, "cases": len(judged.person)}


def test_one_metric_is_the_same_as_all(judged_world):
    """A single difference equals that of the whole table: the same persons are drawn."""
    evaluation = judged_world[2]
    judged = evaluation.judged
    noisy = replace(judged, above=judged.above * 0.9)
    persons = Persons(judged.person, 100, 2)

    assert judged.difference(noisy, "mrr@10", persons).to_json() == judged.minus(noisy, persons)["mrr@10"]


def test_some_cases_of_it(judged_world):
    """Taking cases keeps their terms, under the fingerprint given."""
    judged = judged_world[2].judged
    few = judged.take(np.array([3, 1]), "few")

    assert few.fingerprint == "few"
    assert few.person.tolist() == judged.person[[3, 1]].tolist()
    assert few.of("ndcg@10")[0].tolist() == judged.of("ndcg@10")[0][[3, 1]].tolist()
