"""What clicks lead to is shrunk towards the category where clicks are few."""

import numpy as np
import pytest

from slotwise.analysis.finishing import fit_finishing


def test_conversions_of_clicks_are_those_of_the_log(found):
    """One in five, worth 10 each."""
    finishing = fit_finishing(found.counted, found.attraction.category)

    assert finishing.conversions.mean() == pytest.approx(0.2, abs=0.04)
    assert finishing.value == pytest.approx(10 * finishing.conversions, rel=0.05)


def test_a_content_without_clicks_is_like_its_category(found):
    """It is expected to convert as they do, and its value is theirs."""
    finishing = fit_finishing(found.counted, found.attraction.category)
    mine = found.attraction.category == found.attraction.category[24]

    assert finishing.conversions[24] == pytest.approx(finishing.conversions[mine].mean(), abs=0.05)
    assert np.all(np.isfinite(finishing.value))
