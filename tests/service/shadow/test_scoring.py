"""Scoring: a version that is the champion agrees with it in everything; another one does not, and fails alone."""

from dataclasses import replace

from service.decision_ids import Seeds
from service.secret import find_secret
from service.shadow.scoring import Scoring
from slotwise import packing
from tests.service.asking import click

BOTH = ({"touchpoint": "home"}, {"touchpoint": "bill"})


def test_the_champion_agrees_with_itself(client, service, caught):
    """The same state, moment and chance: the same slates and the same scores."""
    for number in range(6):
        click(client, f"p{number}", f"p{number}", f"p{number + 4}", f"p{number + 8}")
    scoring = Scoring(Seeds(find_secret(service.settings)))
    for each in caught(*BOTH):
        scoring.take(each, service.models.current)
    told = scoring.document()

    assert (told["answers"], told["failed"]) == (6, 0)
    for each in told["touchpoints"].values():
        assert (each["same_first"], each["overlap"], each["levels"]["shadow"]) == (1.0, 1.0, {"ranker": 6})
        assert each["rank_correlation"] > 0.9999
        assert each["score_drift"] == {"psi": 0.0, "ks": 0.0}
    assert told["features"]["rows"] == 6 * 8
    assert told["features"]["looked_at"] > 0
    assert told["times_ms"]["shadow"]["p50"] > 0


def test_another_version_is_told_apart(client, service, caught, other_folder):
    """It has no ranker, so the levels differ; scores are another scale."""
    for number in range(6):
        click(client, f"p{number}", f"p{number}", f"p{number + 4}", f"p{number + 8}")
    other = packing.load(other_folder, "checkerboard", "2")
    serving = replace(service.models.current, model=other, live=other.start)
    scoring = Scoring(Seeds(find_secret(service.settings)))
    for each in caught(*BOTH):
        scoring.take(each, serving)
    told = scoring.document()["touchpoints"]["home"]

    assert told["levels"] == {"champion": {"ranker": 6}, "shadow": {"blend": 6}}
    assert told["score_drift"]["psi"] > 0.25
    assert told["score_drift"]["ks"] > 0.25
    assert told["overlap"] < 1.0
    assert scoring.document()["features"]["rows"] == 0


def test_what_fails_is_counted_and_nothing_else(service, caught):
    """A sample that cannot be decided is told by its error."""
    scoring = Scoring(Seeds(find_secret(service.settings)))
    sample = caught(count=1)[0]
    scoring.take(replace(sample, document={**sample.document, "asked": None}), service.models.current)
    scoring.take(sample, service.models.current)

    assert (scoring.failed, scoring.answers) == (1, 1)
    assert scoring.document()["notes"]
