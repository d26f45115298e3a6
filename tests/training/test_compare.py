"""Two models on the same occasions."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.errors import EvaluationError
from training.compare import compare


def test_all_metrics_and_every_touchpoint(judged_lists):
    """Values of both, their paired difference, and the main metric by touchpoint."""
    judged = judged_lists[2].judged
    other = replace(judged, above=judged.above * 0.5)
    found = compare(judged, other, "shown_ndcg", resamples=100)

    each = found["metrics"]["shown_ndcg"]
    assert each["difference"]["value"] == pytest.approx(each["one"]["value"] - each["other"]["value"])
    assert each["difference"]["low"] > 0
    assert set(found["touchpoints"]) == {"home"}
    assert found["cases"] == len(judged.person)


def test_few_occasions_of_a_touchpoint_are_left_out(judged_lists):
    """A touchpoint of three occasions is not worth a row."""
    judged = judged_lists[2].judged
    names = np.where(np.arange(len(judged.person)) < 3, "page", "home")
    rare = replace(judged, touchpoint=names)

    assert "page" not in compare(rare, rare, "shown_ndcg", resamples=50)["touchpoints"]


def test_different_cases_are_refused(judged_lists):
    """What was not judged on the same cases is not compared."""
    judged = judged_lists[2].judged

    with pytest.raises(EvaluationError):
        compare(judged, replace(judged, fingerprint="other"), "shown_ndcg")
