"""The shapes of reviews are those of what is told."""

from service.answered_content import ReviewAnswer, TouchpointValues
from service.content_reviews import ContentReviews
from tests.reviews import review


def test_what_is_told_has_its_shape(service):
    """In short, by touchpoint, and by value."""
    reviews = ContentReviews(service.results)
    reviews.write(review(), 1)

    assert ReviewAnswer.model_validate(reviews.overview().document).contents is None
    told = ReviewAnswer.model_validate(reviews.of("home").document)
    assert told.contents is not None
    assert told.contents[0].gain.replacement == "c2"
    assert TouchpointValues.model_validate(reviews.value().document).data[0].touchpoint == "home"
