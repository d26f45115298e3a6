"""The page of the content review: what fails where, what would do better, and how each content's days went."""

from service.console.sparkline import sparkline
from service.console.templates import page
from service.content_reviews import ContentReviews
from slotwise.errors import NotMeasuredError, UnknownTouchpointError

_ROWS = 200


def review_page(reviews: ContentReviews, touchpoint: str) -> str:
    """Return the page, for a touchpoint if one is chosen; raise StoreError when it cannot be read."""
    try:
        overview = reviews.overview().document
    except NotMeasuredError as error:
        return page("content.html", overview=None, hint=error.hint, chosen=None, problem="")
    chosen, problem = None, ""
    if touchpoint:
        try:
            chosen = reviews.of(touchpoint).document
        except UnknownTouchpointError as error:
            problem = error.detail
    if chosen is not None:
        for each in chosen["contents"][:_ROWS]:
            each["line"] = sparkline(rates(each["days"]))
        chosen["contents"] = chosen["contents"][:_ROWS]
    return page("content.html", overview=overview, hint="", chosen=chosen, problem=problem)


def rates(days: dict[str, list[int]]) -> list[float]:
    """Return clicks an exposure of every day, 0 for a day without any."""
    return [clicks / max(shown, 1) for clicks, shown in zip(days["clicks"], days["exposures"], strict=True)]
