"""Asking: what a model says of a slate that was shown."""

import numpy as np
import pytest

from tests.training.off_policy.conftest import SLOTS, TICK
from training.examine import ask
from training.off_policy.asking import Page, said
from training.off_policy.replaying import _cases
from training.replay import Replay
from training.translation import Translation


@pytest.fixture(scope="module")
def asked(served):
    """The first logged page, put to the champion: a function of what was shown and the page."""
    cases, champion = _cases(served.decisions), served.champion
    words = Translation.between(served.decisions.dataset, champion)
    replay = Replay(words.events(cases.log), champion.catalog, champion.facets, champion.counts.seen, TICK)
    question = ask(cases, 0)
    live = replay.live(question.wanted.now)
    shown = served.decisions.shown.content[:SLOTS]

    def run(page, contents=shown):
        return said(champion, words, live, question, np.asarray(contents, np.int32), page)

    return run


def test_a_slate_has_the_probability_that_it_was_drawn_with(served, asked):
    """The logged propensities come out again, and every slot's probabilities add up to one."""
    found = asked(Page(("page",), 0, ()))

    assert found.conditional == pytest.approx(served.decisions.propensity[:SLOTS])
    assert found.prefix == pytest.approx(np.cumprod(found.conditional))
    assert np.allclose(found.by_slot.sum(axis=1), 1)
    assert np.allclose(found.following.sum(axis=1), 1)
    assert found.own[0] == pytest.approx(found.conditional[0])


def test_what_stood_on_the_page_is_not_shown_again(served, asked):
    """A content of another touchpoint has no probability here."""
    first = int(served.decisions.shown.content[0])
    name = served.decisions.dataset.catalog.contents.ids[first]
    found = asked(Page(("home", "page"), 1, (name,)))

    assert found.conditional[0] == 0
    assert found.prefix[-1] == 0
    assert found.by_slot[:, found.contents == first].sum() == 0


def test_unknown_contents_and_touchpoints_have_no_probability(asked):
    """A content without a code is no candidate; a touchpoint that the model does not have shows nothing."""
    assert asked(Page(("page",), 0, ()), [-1, 2, 3]).prefix.tolist() == [0, 0, 0]
    nowhere = asked(Page(("nowhere",), 0, ()))
    assert nowhere.prefix.tolist() == [0] * SLOTS
    assert nowhere.by_slot.shape == (SLOTS, 0)
