"""What is set aside for the ranker, and that nothing of it is in what generators learn from."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from training.holdout import apart, hold_out, persons_apart, split_kind, split_moment
from training.options import TrainOptions


def test_a_split_in_time_leaves_only_the_past(world):
    """Everything before the moment is past, every occasion is at or after it."""
    dataset = world()
    (held,) = hold_out(dataset, TrainOptions(hold_out="time", share=0.25))

    moment = split_moment(dataset.interactions, 0.25)
    assert held.by == "time"
    assert held.past.time.max() < moment <= held.occasions.time.min()
    assert len(held.past) == 360


def test_windows_follow_one_another(world):
    """Each window's past ends where its occasions begin, and together they cover what one window would."""
    dataset = world()
    (whole,) = hold_out(dataset, TrainOptions(hold_out="time", share=0.6))
    windows = hold_out(dataset, TrainOptions(hold_out="time", share=0.6, windows=3))

    assert [len(each.past) for each in windows] == [192, 288, 384]
    for each in windows:
        assert each.past.time.max() < each.occasions.time.min()
    for each, later in pairwise(windows):
        assert each.occasions.time.max() <= later.past.time.max() + 1
    assert windows[0].occasions.time[0] == whole.occasions.time[0]


def test_windows_share_the_most_occasions_between_them(world):
    """No more occasions are learned from than were allowed."""
    windows = hold_out(world(), TrainOptions(hold_out="time", share=0.6, windows=3, occasions=30))

    assert [len(each.occasions) for each in windows] == [10, 10, 10]


def test_persons_set_aside_are_nowhere_in_the_past(world):
    """A split by persons: the generators see nothing of those the ranker learns from."""
    (held,) = hold_out(world(), TrainOptions(hold_out="persons", share=0.25))

    assert held.by == "persons"
    assert not set(held.past.person.tolist()) & set(held.occasions.person.tolist())
    assert len(np.unique(held.past.person)) == 30


def test_newcomers_meet_the_world_as_it_is_at_the_end(world):
    """Persons set aside as newcomers see one live world, that of everybody else's whole log."""
    (held,) = hold_out(world(), TrainOptions(hold_out="newcomers", share=0.25))

    assert held.at == int(held.past.time[-1]) + 1
    assert held.world is held.past


def test_a_persons_occasion_wants_what_follows_its_cut(world):
    """What is wanted are the very next interactions from the moment of the occasion on, never earlier ones."""
    dataset = world()
    (held,) = hold_out(dataset, TrainOptions(hold_out="persons", target="rest"))
    events = dataset.interactions

    for place in range(len(held.occasions)):
        mine = (events.person == held.occasions.person[place]) & (events.time >= held.occasions.time[place])
        wanted = held.occasions.wanted[held.occasions.start[place] : held.occasions.start[place + 1]]
        assert wanted.tolist() == events.product[mine][: len(wanted)].tolist()
        assert len(wanted) > 0


def test_a_world_where_nobody_returns_is_split_by_persons(world):
    """Where the late persons were never there before, a split in time would teach nothing."""
    dataset = world()
    events = dataset.interactions
    strangers = replace(dataset, interactions=replace(events, person=np.arange(len(events), dtype=np.int32)))
    moment = split_moment(events, 0.2)

    assert split_kind(dataset, moment, "auto") == "time"
    assert split_kind(strangers, moment, "auto") == "persons"
    assert split_kind(strangers, moment, "time") == "time"


def test_the_same_seed_sets_the_same_persons_aside(world):
    """Chance comes from the seed alone."""
    events = world().interactions

    assert persons_apart(events, 0.3, 4).tolist() == persons_apart(events, 0.3, 4).tolist()
    assert persons_apart(events, 0.3, 4).tolist() != persons_apart(events, 0.3, 5).tolist()


def test_apart_loses_no_event(world):
    """Every event is on one side; events of nobody known stay with the others."""
    dataset = world()
    unknown = replace(dataset.interactions, person=np.where(np.arange(480) % 5 == 0, -1, dataset.interactions.person))
    past, others = apart(replace(dataset, interactions=unknown), 0.25, 1)

    assert len(past) + len(others) == 480
    assert (others.person >= 0).all()
    assert (past.person == -1).sum() == (unknown.person == -1).sum()
