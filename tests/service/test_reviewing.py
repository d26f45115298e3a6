"""The daily review: made in a process of its own when it is due, by one worker, and off where it cannot be made."""

import fcntl

import pytest

from service import of_its_own, reviewing
from service.content_reviews import ContentReviews
from service.reviewing import Reviewing
from tests.reviews import review
from tests.service.asking import click, decide

HOUR = 3_600.0


@pytest.fixture
def chore(service):
    """The chore of an installation at a moment that tests move."""

    def make(now=0.0, hours=24.0):
        return Reviewing(service.results, hours, service.settings.data_dir, lambda: now)

    return make


def test_a_review_is_due_once_a_day(service, chore):
    """Never, when that is what the settings say."""
    assert chore().due()
    ContentReviews(service.results).write(review(), 1_000_000)
    assert not chore(1_000 + 23 * HOUR).due()
    assert chore(1_000 + 24 * HOUR).due()
    assert not chore(hours=0.0).due()


def test_without_its_libraries_it_is_off(chore, monkeypatch):
    """Nothing is started."""
    monkeypatch.setattr(of_its_own, "LIBRARIES", ("duckdb", "no_such_library"))

    assert not chore().due()


def test_two_workers_do_not_do_it_both(service, chore):
    """The second one leaves it to the first."""
    with (service.settings.data_dir / "review.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert chore().tick() is False


@pytest.mark.slow
def test_the_installations_own_log_is_reviewed(service, client, chore):
    """It is exported, reviewed and told; what was shown a moment ago may still be clicked, and is not counted yet."""
    for person in ("a", "b", "c"):
        decide(client, person={"id": person})
    click(client, "a", "p1")
    service.background.stop()

    assert chore(2_000_000_000.0).tick() is True
    told = client.get("/v1/content/review").get_json()
    assert told["exposures"] == 0
    assert told["made_at"] >= told["until"]
    assert not chore(told_at(service)).due()


def told_at(service):
    """Seconds since 1970 of the newest review."""
    return service.results.newest("content_overview").made_at / 1_000


def test_a_review_that_fails_is_told_in_the_log(chore, monkeypatch):
    """And tried again with the next look."""
    monkeypatch.setattr(reviewing, "COMMAND", ("content", "review", "/no/such/folder"))

    assert chore().tick() is False
    assert chore().due()
