"""The Open Bandit Dataset: the uniform policy from each of its two logs."""

import pytest

from training.off_policy.bandits import document
from training.sources.logged_bandit import read


@pytest.fixture(scope="module")
def found(data_dir):
    return document(read(data_dir / "open_bandit"), margin=0.02)["logged_by"]


def test_uniform_from_its_own_log_is_its_own_mean(found):
    """The random log's weights are one: the estimate is the log's click rate, and nothing is refused."""
    told = found["random"]

    assert told["candidate"]["value"] == pytest.approx(0.0046, abs=1e-4)
    assert told["candidate"]["value"] == pytest.approx(told["champion"]["value"])
    assert told["reasons"] == []
    assert told["to_traffic"]


def test_uniform_from_thompson_samplings_log_is_refused(found):
    """Propensities down to a millionth leave an effective sample of two: no number, and the reason."""
    told = found["bts"]
    (overlap,) = [each for each in told["checks"] if each["check"] == "overlap"]

    assert told["refused"]
    assert told["candidate"] is None
    assert overlap["all"] == pytest.approx(2, abs=1)
    assert "2 of 10,000" in told["reasons"][0]
    assert "ips" not in told["estimates"]
