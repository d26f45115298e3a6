"""Reasons name what fails, where, and what would be better."""

from slotwise.analysis.reasons import fails_in, why
from tests.exposures import STRONG, WEAK


def row(reviewed, name):
    """A content's row in the first touchpoint."""
    return next(each for each in reviewed["touchpoints"][0]["contents"] if each["content_id"] == name)


def test_the_reason_of_a_replacement_says_where_and_what_instead(reviewed):
    """Slot, segment, everywhere or here, and the gain a week."""
    told = row(reviewed, WEAK)

    assert "slot 1" in told["fails_in"]
    assert "were due" in told["why"]
    assert "weak in all touchpoints together" in told["why"]
    assert f"{STRONG} is expected to bring" in told["why"]


def test_other_verdicts_have_reasons_of_their_own(reviewed):
    """How much the strong one is shown; that too little is known."""
    assert "of the exposures" in row(reviewed, STRONG)["why"]
    assert "too few" in why({**row(reviewed, "c00"), "verdict": "needs_data"})
    falling = {**row(reviewed, "c00"), "trend": {"value": -0.2, "low": -0.3, "high": -0.1}}
    assert "-20% a day" in why(falling)
    tired = {**row(reviewed, "c00"), "fatigue": {"value": -0.1, "low": -0.2, "high": -0.05}}
    assert "every doubling" in why(tired)


def test_one_slot_is_no_place_to_name(reviewed):
    """Nor a place where nothing is missing."""
    told = row(reviewed, WEAK)

    assert not any("slot" in each for each in fails_in({**told, "slots": told["slots"][:1]}))
    assert fails_in({**told, "slots": [], "segments": {}}) == []


def test_without_anything_better_the_reason_says_so(reviewed):
    """The touchpoint takes nothing else."""
    told = row(reviewed, WEAK)

    assert "nothing that the touchpoint takes" in why({**told, "gain": {**told["gain"], "replacement": None}})
