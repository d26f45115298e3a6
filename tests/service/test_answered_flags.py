"""The shapes of OFREP: what is told fits, and nothing is null."""

import pytest
from pydantic import ValidationError

from service.answered_flags import FlagAnswer, FlagFailure, FlagsAnswer
from service.flags import flag_told
from tests.experiments import experiment


def test_flags_and_failures_stand_side_by_side():
    """One of each."""
    told = flag_told(experiment(), None)
    failed = {"key": "a", "errorCode": "TARGETING_KEY_MISSING", "errorDetails": "why"}

    found = FlagsAnswer.model_validate({"flags": [told, failed]}).flags
    assert [type(each) for each in found] == [FlagAnswer, FlagFailure]


def test_reasons_are_those_of_the_protocol():
    """No other word is told."""
    with pytest.raises(ValidationError):
        FlagAnswer.model_validate({**flag_told(experiment(), None), "reason": "DEFAULT"})
    assert "value" not in FlagAnswer.model_json_schema(mode="serialization")["required"]
