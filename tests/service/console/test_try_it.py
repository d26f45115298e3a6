"""The first page: what is chosen is what is asked, and nothing is logged."""

import pytest

from service.console.try_it import Chosen, TryIt
from slotwise.errors import StoreError
from tests.service.asking import click


@pytest.fixture
def try_it(service):
    """The page of an installation."""
    return TryIt(service.answering, service.states)


def test_a_page_of_touchpoints_is_decided(try_it, client, service):
    """The touchpoints of the chosen page, with a scene's own facts, for the chosen person."""
    click(client, "p", "p1")
    html = try_it.render(Chosen("p", "app / home", "over_quota"))

    assert "<b>p</b> is known" in html
    assert "the scene is <b>over_quota</b>" in html
    assert "<code>home</code>" in html
    assert "<code>bill</code>" not in html
    assert "data_used_ratio" in html


def test_looking_leaves_no_trace(try_it, client, service):
    """Every look is a dry run."""
    client.get("/livez")
    try_it.render(Chosen())
    service.background.stop()

    assert service.database.quick("SELECT count(*) FROM decisions", ()) == (0,)


def test_whatever_is_chosen_there_is_a_page(try_it, service, monkeypatch):
    """An unknown surface is the first one, an unknown scene none, and a store that is down no obstacle."""

    def broken(most):
        raise StoreError("gone")

    monkeypatch.setattr(service.states, "some", broken)
    html = try_it.render(Chosen("x" * 128, "nowhere", "nothing"))

    assert "the scene is <b>none</b>" in html
