"""The page of the review, also in a real browser."""

import pytest

from service.console.content import rates, review_page
from service.content_reviews import ContentReviews
from tests.reviews import review
from tests.service.serving import serving


@pytest.fixture
def reviews(service):
    """The reviews of an installation, one of them stored."""
    found = ContentReviews(service.results)
    found.write(review(), 1_780_900_000_000)
    return found


def test_before_the_first_review_the_page_says_how_to_make_one(service):
    """It is no error."""
    html = review_page(ContentReviews(service.results), "")

    assert "slotwise content review --write" in html


def test_the_page_shows_touchpoints_and_the_chosen_ones_contents(reviews):
    """With verdict, reason, replacement and the line of the days; names are escaped."""
    html = review_page(reviews, "home")

    assert 'href="/console/content?touchpoint=exit"' in html
    assert "c&lt;1&gt;" in html
    assert "c<1>" not in html
    assert "why c2" in html
    assert html.count("<polyline") == 2


def test_a_touchpoint_that_there_is_not_is_said(reviews):
    """And the others are shown."""
    html = review_page(reviews, "<nowhere>")

    assert "no touchpoint" in html
    assert "<nowhere>" not in html
    assert "exit" in html


def test_a_day_without_exposures_has_no_clicks():
    """Clicks an exposure, day by day."""
    assert rates({"exposures": [0, 10], "clicks": [0, 5]}) == [0.0, 0.5]


@pytest.mark.slow
def test_the_page_works_in_a_browser(browser, data_dir_of_test, reviews):
    """From the list of touchpoints to the contents of one; nothing is refused by the page's own policy."""
    with serving(data_dir_of_test, "--workers", "1") as (url, _):
        page = browser.new_page()
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{url}/console/content")
        page.click("text=home")
        page.wait_for_selector("#contents")
        rows = page.locator("#contents tr").count()
        drawn = page.locator("polyline").first.bounding_box()
        page.close()

    assert rows == 3
    assert drawn is not None
    assert drawn["width"] > 50
    assert said == []
