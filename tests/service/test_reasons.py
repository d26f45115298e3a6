"""Reasons name the source that spoke for a placement most."""

from dataclasses import replace

import numpy as np
import pytest

from service.reasons import BY_SOURCE, NEW, OTHER, reason
from slotwise.candidates import generators
from slotwise.decision import Ask, ServiceLevel, Wanted
from slotwise.engine import decide
from slotwise.rankers.blend import BlendRanker
from tests.worlds import make_model, make_state


def placed(model, best=ServiceLevel.RANKER, products=("p1", "p3", "p5")):
    """The slate of one touchpoint."""
    state = make_state("p", products, model.as_of - 1)
    return decide(model, state, Wanted((Ask("home", 3),), model.as_of, "seed", {"channel": "app"}, best=best)).slates[0]


def test_words_are_of_sources_that_there_are():
    """No phrase is left over from a generator that has gone."""
    assert set(BY_SOURCE) <= set(generators())


def test_a_source_without_words_of_its_own_ranks(board, monkeypatch):
    """A new generator is one file: until it has a phrase, what it brings is ranked for you."""
    monkeypatch.delitem(BY_SOURCE, "popular")
    model = make_model(board, names=["popular"])
    slate = placed(model)

    assert {reason(model, slate, each, False) for each in slate.placements} == {OTHER}


@pytest.mark.parametrize(
    ("source", "code"), [("als", "people_like_you"), ("content", "more_like"), ("popular", "popular_now")]
)
def test_the_only_source_is_the_reason(board, source, code):
    """Where one source alone brought the candidates, it is named."""
    model = make_model(board, names=[source])
    slate = placed(model)

    assert {reason(model, slate, each, False).code for each in slate.placements} == {code}


def test_lower_steps_say_what_they_are(ranked_checkerboard):
    """Popular is popular, and a safety list is a standard offer."""
    for best, code in ((ServiceLevel.POPULAR, "popular_now"), (ServiceLevel.SAFETY_LIST, "standard")):
        slate = placed(ranked_checkerboard, best)
        assert reason(ranked_checkerboard, slate, slate.placements[0], False).code == code


def test_what_no_source_brought_is_new_or_ranked(ranked_checkerboard):
    """Without a rank in any source the reason is that it is new, or that it was ranked."""
    slate = placed(ranked_checkerboard)
    for ranks in slate.ranks.values():
        ranks[:] = np.nan

    assert reason(ranked_checkerboard, slate, slate.placements[0], True) is NEW
    assert reason(ranked_checkerboard, slate, slate.placements[0], False) is OTHER


def test_only_a_named_scene_is_a_reason(board):
    """What the scene's source alone brought fits what the person is doing now, if that has a name."""
    model = make_model(board, names=["scene_match"])
    slate = placed(model)

    assert {reason(model, slate, each, False, "over_quota").code for each in slate.placements} == {"fits_scene"}
    assert {reason(model, slate, each, False).code for each in slate.placements} == {"ranked"}


def test_outside_a_scene_the_next_source_is_the_reason(board):
    """The source of scenes has no word then, and the others have theirs."""
    model = make_model(board, names=["scene_match", "popular"])
    slate = placed(model)

    assert {reason(model, slate, each, False).code for each in slate.placements} == {"popular_now"}


def test_what_mixes_person_and_moment_lends_its_weight_to_who_tells_them_apart(board):
    """Tastes has no word beside others, however much the blend believes it, and none of history where it is alone."""
    model = make_model(board, names=["popular", "tastes"])
    slate = placed(model, products=())
    assert {reason(model, slate, each, False).code for each in slate.placements} == {"popular_now"}

    slate.ranks["popular"][:] = np.nan
    assert {reason(model, slate, each, False) for each in slate.placements} == {OTHER}


def test_what_a_source_names_first_counts_for_more_than_its_weight(board):
    """The heaviest source, which has a product far down its list, does not speak over the one that has it on top."""
    model = make_model(board, names=["content", "popular"])
    model = replace(model, blend=BlendRanker(np.array([0.1, 0.9])))
    slate = placed(model)
    place = int(np.argmax(slate.considered == slate.placements[0].content))
    told = []
    for ranks in ((1, 20), (1, 2)):
        for source, rank in zip(model.generators, ranks, strict=True):
            slate.ranks[source][place] = rank
        told.append(reason(model, slate, slate.placements[0], False).code)

    assert told == ["more_like", "popular_now"]


def test_what_is_wanted_much_more_in_a_scene_fits_it(board):
    """In the scene a product that is its own is told as fitting it, whatever names it first; others are not."""
    model = make_model(board, names=["popular"])
    live = model.live(model.counts, model.trail, model.as_of)
    (first, *_), slate = placed(model).placements, placed(model)
    told = [
        reason(model, slate, first._replace(product=product), False, scene, live).code
        for product, scene in ((0, "over_quota"), (2, "over_quota"), (0, None), (0, "unheard of"))
    ]

    assert told == ["fits_scene", "popular_now", "popular_now", "popular_now"]
