"""Reviews are told as they were stored: in short, by touchpoint, and as what touchpoints are worth."""

import pytest

from service.content_reviews import ContentReviews, verdicts_of
from slotwise.errors import NotMeasuredError, UnknownTouchpointError
from tests.reviews import WEEK, review


@pytest.fixture
def reviews(service):
    """The reviews of an installation."""
    return ContentReviews(service.results)


def test_before_the_first_review_there_is_nothing(reviews):
    """It is said what makes one."""
    for ask in (reviews.overview, reviews.value, lambda: reviews.of("home")):
        with pytest.raises(NotMeasuredError) as caught:
            ask()
        assert "content review" in caught.value.hint


def test_a_review_is_told_in_three_ways(reviews):
    """In short without the contents, by touchpoint with them, and by value; each with its span."""
    reviews.write(review(), 1_780_900_000_000)
    short, home, value = reviews.overview().document, reviews.of("home").document, reviews.value().document

    assert [each["touchpoint"] for each in short["data"]] == ["home", "exit"]
    assert "contents" not in short["data"][0]
    assert short["data"][0]["verdicts"] == {"keep": 0, "promote": 1, "replace": 1, "needs_data": 0}
    assert [each["content_id"] for each in home["contents"]] == ["c<1>", "c2"]
    assert set(value["data"][0]) == {"touchpoint", "goal", "exposures", "worth", "worth_by_segment", "gain"}
    assert home["since"] == "2026-05-31T16:00:00.000Z"
    assert home["made_at"].startswith("2026-06-08")


def test_contents_are_told_by_verdict(reviews):
    """Under a tag of their own."""
    reviews.write(review(), 1)

    assert [each["content_id"] for each in reviews.of("home", "replace").document["contents"]] == ["c<1>"]
    assert reviews.of("home", "replace").etag != reviews.of("home").etag


def test_a_touchpoint_of_an_older_review_is_unknown(reviews):
    """What the newest review does not have is not told as if it had."""
    reviews.write(review(), 1)
    newer = review(WEEK[1] + 1)
    reviews.write({**newer, "touchpoints": newer["touchpoints"][:1]}, 2)

    with pytest.raises(UnknownTouchpointError):
        reviews.of("exit")


def test_the_tag_changes_with_the_review(reviews):
    """And with nothing else."""
    reviews.write(review(), 1)
    first = reviews.overview().etag

    assert reviews.overview().etag == first
    reviews.write(review(WEEK[1] + 1), 1)
    assert reviews.overview().etag != first


def test_verdicts_are_counted():
    """All of them, also those that nobody got."""
    assert verdicts_of(review()["touchpoints"][1]) == {"keep": 1, "promote": 0, "replace": 0, "needs_data": 0}
