"""The review of a log: verdicts, worth and gains in one document."""

import pytest

from slotwise.analysis.review import Options, review
from slotwise.errors import ConfigError, DatasetError
from tests.exposures import START, WEAK


def test_a_review_tells_all_touchpoints(reviewed):
    """Those with the most to gain first, with what they are worth and what is still to be had."""
    assert reviewed["touchpoints"] != []
    assert reviewed["exposures"] == 40_000
    assert reviewed["verdicts"]["replace"] == 2
    assert reviewed["since"] >= START
    for each in reviewed["touchpoints"]:
        assert each["gain"]["marked"] == 1
        assert each["gain"]["attainable_clicks"] > each["gain"]["replacing"]["clicks"] > 0
        assert each["worth"]["clicks"]["low"] < each["worth"]["clicks"]["value"] < each["worth"]["clicks"]["high"]
        assert set(each["worth_by_segment"]) == {"scene", "person.tier"}
        assert each["clicks"] == sum(row["clicks"] for row in each["contents"])


def test_days_and_segments_are_chosen(exposures):
    """Only the last days are reviewed; usual segments are taken where there are some."""
    found = review(exposures, Options(days=2))

    assert found["segments"] == ["scene", "person.tier"]
    assert found["exposures"] < 14_000


def test_a_log_without_exposures_is_reviewed(write):
    """There is nothing to say."""
    decided = ["decision_id", "decided_at", "person_id", "touchpoint", "slot", "content_id", "product_id"]
    folder = write(
        decisions=(decided, [("d", 1, "a", "home", 1, "c", "p")]),
        events=(["occurred_at", "person_id", "type"], [(10**15, "a", "view")]),
    )
    found = review(folder, Options(days=1))

    assert (found["exposures"], found["touchpoints"]) == (0, [])


def test_what_cannot_be_reviewed_is_said(exposures, write):
    """A segment that there is not, a log of events only."""
    with pytest.raises(ConfigError):
        review(exposures, Options(segments=("person.shoe_size",)))
    with pytest.raises(DatasetError):
        review(write(events=(["occurred_at", "person_id", "type"], [(1, "a", "view")])))


def test_one_content_alone_is_no_content_to_replace(write):
    """Nothing is weak beside itself."""
    decided = ["decision_id", "decided_at", "person_id", "touchpoint", "slot", "content_id", "product_id"]
    rows = [(f"d{number}", START + number, "a", "home", 1, WEAK, "p") for number in range(500)]
    folder = write(decisions=(decided, rows), events=(["occurred_at", "person_id", "type"], [(START, "a", "view")]))

    assert review(folder)["touchpoints"][0]["contents"][0]["verdict"] != "replace"
