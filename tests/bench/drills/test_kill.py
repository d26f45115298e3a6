"""The kill drill on a real server: the service keeps its promise, and a build that does not is caught."""

import json

import pytest

from bench.drills.__main__ import main


def drilled(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, int]]:
    """Status and findings of a short drill."""
    status = main([*arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)["found"]


@pytest.mark.slow
def test_what_is_acknowledged_survives(capsys: pytest.CaptureFixture[str]) -> None:
    """Workers and masters are killed under load: nothing that was acknowledged is lost, nothing counts twice."""
    status, found = drilled(capsys, "--kills", "6")

    assert found["acknowledged"] > 100
    assert (status, found["lost"], found["twice"], found["uncounted"]) == (0, 0, 0, 0)


@pytest.mark.slow
def test_a_build_that_acknowledges_first_is_caught(capsys: pytest.CaptureFixture[str]) -> None:
    """The drill is worth something: with answers before the commit it finds losses."""
    status, found = drilled(capsys, "--kills", "6", "--application", "bench.drills.hasty:create_app()")

    assert status == 1
    assert found["lost"] > 0
