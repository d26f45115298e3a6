"""Paced: a number or a share, for a period."""

import pytest
from pydantic import ValidationError

from slotwise.rulebook.kinds.paced import Paced
from slotwise.rulebook.kinds.quota import Quota
from slotwise.schedule import ALWAYS


@pytest.mark.parametrize(
    "given",
    [{}, {"exposures": 1, "share": 0.1}, {"exposures": -1}, {"share": -0.1}, {"share": 1.01}, {"exposures": 1.5},
     {"share": float("nan")}, {"exposures": 1, "per": "week"}],
)  # fmt: skip
def test_one_of_both_within_its_range(given):
    """Everything else is refused."""
    with pytest.raises(ValidationError):
        Quota.model_validate(given)


def test_a_pace_is_made_of_it():
    """Even unless said otherwise."""
    pace = Quota(exposures=10, per="hour").pace(ALWAYS)

    assert issubclass(Quota, Paced)
    assert (pace.number, pace.share, pace.per, pace.even) == (10.0, None, "hour", True)
