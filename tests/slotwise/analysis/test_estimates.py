"""A model's estimates are followed as far as clicks bear them out."""

import numpy as np
import pytest

from slotwise.analysis.estimates import fit_estimates, fit_interest
from slotwise.analysis.judging import Bounds
from slotwise.analysis.opened import open_log
from slotwise.analysis.review import estimate
from tests.exposures import CONTENTS, STRONG, WEAK, write_log


def test_a_model_that_knows_is_followed(tmp_path):
    """Its scores are the very chances: the weak content is expected to be weak before it is counted."""
    with open_log(write_log(tmp_path / "log", 12_000, scores=True)) as opened:
        found = estimate(opened, (), Bounds())
    told = found.attraction.told

    assert told is not None
    assert told[0, CONTENTS.index(WEAK)] < 0.7 < 1.2 < told[0, CONTENTS.index(STRONG)]
    assert np.isfinite(told).all()


def test_a_model_that_knows_nothing_changes_nothing(found):
    """Scores that are all alike, or that were not logged, say nothing."""
    assert fit_estimates(found.counted, found.attraction) is None
    cells = {**found.counted.cells, "scored": found.counted.cells["weight"], "scores": found.counted.cells["weight"]}
    alike = type(found.counted)(**{**vars(found.counted), "cells": cells})
    assert fit_estimates(alike, found.attraction) is None


def test_interest_that_clicks_bear_out_is_followed(found):
    """And interest that goes the other way is not."""
    truth = np.log(found.attraction.own @ np.arange(73) + 1.0)
    truth = truth - truth.mean()
    followed = fit_interest(found.attraction, truth)

    assert followed is not None
    assert followed.shape == (2, 25)
    assert followed[0].argmin() == pytest.approx(truth.argmin())
    assert fit_interest(found.attraction, -truth) is None
    assert fit_interest(found.attraction, None) is None
