"""Shared: what is computed once for all touchpoints is what each of them gets alone."""

from dataclasses import replace

from slotwise.begun import begin
from slotwise.decision import Ask, Wanted
from tests.worlds import make_state

ASKS = (Ask("home", 3), Ask("feed", 4), Ask("nowhere", 1))


def shared(model, **more):
    wanted = Wanted(ASKS, model.as_of + 1, "d")
    return begin(model, make_state("p", ["p2"], model.as_of - 1), replace(wanted, **more), model.start).ladder.shared


def test_each_takes_what_may_be_shown_there(ranked_checkerboard):
    """Its part of the common pool holds what its touchpoint takes, in the pool's order, with the ranker's scores."""
    found = shared(ranked_checkerboard)
    assert [each.ask for each in found.spots] == list(ASKS[:2])
    for ask in ASKS[:2]:
        part = found.part(ask)
        assert part.pool.contents.tolist() == found.taken(ask).contents.tolist()
        assert found.eligible.open(ask)[part.pool.contents].all()
        alone = shared(ranked_checkerboard, asks=(ask,))
        assert set(alone.part(ask).pool.contents.tolist()) <= set(part.pool.contents.tolist())


def test_candidates_given_are_gathered_by_themselves(ranked_checkerboard):
    """Beside touchpoints with a common pool; then there is no page to be drawn at once."""
    own = Ask("home", 3, candidates=("p1.banner", "p2.tile", "nowhere"))
    found = shared(ranked_checkerboard, asks=(own, ASKS[1]))
    names = [found.live.catalog.contents.ids[each] for each in found.pool_of(own).contents]
    assert sorted(names) == ["p1.banner", "p2.tile"]
    assert found.page is None
    assert found.part(own).pool.contents.tolist() == found.taken(own).contents.tolist()


def test_the_time_is_asked_once_an_ask(ranked_checkerboard):
    """What was asked for the page is not asked again for the first step of an ask, but for the next one it is."""
    times = []
    found = shared(ranked_checkerboard, expired=lambda: bool(times.append(1)) or len(times) > 1)
    assert found.page is None
    assert [found.late(each) for each in ASKS[:2]] == [False, True]
    assert len(times) == 2
    assert found.late(ASKS[0])
