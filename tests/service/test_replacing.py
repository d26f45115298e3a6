"""Replacing a content is a change of the configuration, and comes from the review unless one says what with."""

import pytest

from service.content_reviews import ContentReviews
from service.replacing import replacement, reviewed, rule_of
from slotwise.configuration import Configuration
from slotwise.errors import ConfigError
from tests.reviews import review

BEFORE = {
    "touchpoints": [
        {"touchpoint": "home", "slots": 2, "fallback": ["c1", 'c"2', "c3"]},
        {"touchpoint": "exit", "slots": 1, "fallback": ['c"2']},
    ],
    "rules": [{"rule": "other", "kind": "block", "contents": 'content.kind == "x"'}],
}


def test_the_content_is_closed_there_and_leaves_the_safety_list():
    """Elsewhere it stays, other rules stay, and doing it again changes nothing more."""
    edit = replacement("home", 'c"2', "c3")
    after = Configuration.load(edit(Configuration.load(BEFORE)))
    rules, touchpoints = after.entries["rules"], after.entries["touchpoints"]
    made = rules[rule_of("home", 'c"2')]

    assert list(rules) == ["other", rule_of("home", 'c"2')]
    assert (made.kind, made.touchpoints) == ("block", ["home"])
    assert touchpoints["home"].fallback == ["c1", "c3"]
    assert touchpoints["exit"].fallback == ['c"2']
    assert Configuration.load(edit(after)).digest == after.digest


def test_without_touchpoints_of_its_own_the_rule_is_all(service):
    """What the bundle brings along stays its own."""
    assert list(replacement("home", "c1", "c2")(Configuration())) == ["rules"]


def test_the_review_says_what_is_better(service):
    """And why; something else may be named."""
    reviews = ContentReviews(service.results)
    reviews.write(review(), 1)

    assert reviewed(reviews, "home", "c<1>", None) == ("c2", "why c<1>")
    assert reviewed(reviews, "home", "c<1>", "c9")[0] == "c9"


@pytest.mark.parametrize("content", ["c2", "c_unknown"])
def test_nothing_better_is_no_replacement(service, content):
    """Of the best content, and of one that was not shown there."""
    reviews = ContentReviews(service.results)
    reviews.write(review(), 1)

    with pytest.raises(ConfigError) as caught:
        reviewed(reviews, "home", content, None)
    assert caught.value.given == content
