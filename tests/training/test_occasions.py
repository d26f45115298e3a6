"""Moments that a ranker learns from and is judged by."""

import numpy as np

from training.histories import Histories
from training.occasions import CLICKED, of_impressions, of_interactions


def test_every_decision_is_an_occasion_with_or_without_a_click(world):
    """Lists without any click are kept; labels stand where the clicks were."""
    shown = world(shown=True).impressions
    found = of_impressions(shown)

    assert len(found) == len(np.unique(shown.decision))
    assert found.labelled_by == "impressions"
    assert (found.labels == np.where(shown.clicked, CLICKED, 0)).all()
    clicks = np.add.reduceat(found.labels, found.start[:-1])
    assert (clicks == 0).any()
    assert (clicks == 1).any()


def test_next_wants_exactly_what_comes_next(world):
    """With `next` an occasion stands right after an interaction, in its scene, and wants the next other product."""
    dataset = world()
    events = dataset.interactions
    found = of_interactions(events, Histories(events, 40), int(events.time[100]), int(events.time[200]), "next")

    assert found.labelled_by == "later interactions"
    inside = events.take(slice(100, 200))
    own = [inside.product[inside.person == person] for person in range(40)]
    assert len(found) == sum(int(np.count_nonzero(np.diff(each))) for each in own)
    for place in range(len(found)):
        mine = np.flatnonzero(events.person == found.person[place])
        before, after = mine[events.time[mine] < found.time[place]], mine[events.time[mine] >= found.time[place]]
        assert found.time[place] == events.time[before[-1]] + 1
        assert found.facets[place].tolist() == events.facets[before[-1]].tolist()
        assert found.wanted[place] == events.product[after[0]]


def test_rest_wants_everything_that_follows_in_the_window(world):
    """With `rest` a person is asked for once, at the first interaction of the window."""
    dataset = world()
    events = dataset.interactions
    since = int(events.time[240])
    found = of_interactions(events, Histories(events, 40), since, int(events.time[-1]) + 1, "rest")

    assert len(found) == len(np.unique(found.person)) == 40
    assert found.start[-1] == 240
    first = {person: events.time[240:][events.person[240:] == person].min() for person in range(40)}
    assert [first[person] for person in found.person] == found.time.tolist()


def test_a_visit_ends_after_a_pause(world):
    """With `visit` interactions half an hour apart belong to different occasions: here every one of them."""
    dataset = world()
    events = dataset.interactions
    found = of_interactions(events, Histories(events, 40), 0, int(events.time[-1]) + 1, "visit")

    assert len(found) == len(events)


def test_a_sample_keeps_occasions_whole_and_in_order(world):
    """Drawing fewer occasions keeps each with all its rows, in the order of time."""
    whole = of_impressions(world(shown=True).impressions)
    few = whole.sample(50, np.random.Generator(np.random.Philox(key=1)))

    assert len(few) == 50
    assert (np.diff(few.start) == 4).all()
    assert (np.diff(few.time) >= 0).all()
    places = np.searchsorted(whole.time, few.time)
    for place, other in enumerate(places):
        rows, others = slice(*few.start[place : place + 2]), slice(*whole.start[other : other + 2])
        assert few.wanted[rows].tolist() == whole.wanted[others].tolist()


def test_within_cuts_a_stretch_of_time(world):
    """Occasions in [since, until), nothing else."""
    whole = of_impressions(world(shown=True).impressions)
    since, until = int(whole.time[10]), int(whole.time[30])

    assert whole.within(since, until).time.tolist() == whole.time[10:30].tolist()
