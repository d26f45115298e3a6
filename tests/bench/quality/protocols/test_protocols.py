"""Every protocol's promises, on random sets of the files' shapes."""

import math
from pathlib import Path

import numpy as np
import pytest

from bench.quality.protocols import Protocol, find, names
from bench.quality.protocols.globo_next import next_in_session
from bench.quality.task import Task

RANKED = [name for name in names() if not name.startswith("coupon")]


@pytest.fixture(scope="module", params=RANKED)
def protocol(request: pytest.FixtureRequest, small_sets: Path) -> Protocol:
    return find(request.param)(small_sets)


def _tasks(protocol: Protocol) -> list[Task]:
    return [task for round_ in protocol.rounds() for task in (*round_.validation, *round_.test)]


def test_every_query_has_a_history_and_targets(protocol: Protocol) -> None:
    """Nobody is asked about without a past, and no question is without an answer."""
    for task in _tasks(protocol):
        assert len(task.queries) > 0
        assert task.queries.history.lengths.min() > 0
        assert task.targets.lengths.min() > 0


def test_nothing_of_the_future_is_told(protocol: Protocol) -> None:
    """No history reaches beyond the query's time, and, where the split is in time, no training event either."""
    for task in _tasks(protocol):
        assert (task.queries.history_time.values <= task.queries.time[task.queries.history_time.rows]).all()
        if protocol.name() != "movielens_strong":
            assert task.train.log.time.max() <= task.queries.time.min()
        if task.stream is not None:
            assert (task.stream.time[np.maximum(task.seen - 1, 0)] <= task.queries.time).all()


def test_excluded_products_are_no_targets(protocol: Protocol) -> None:
    """What the rule excludes is never among the targets."""
    for task in _tasks(protocol):
        for excluded, targets in zip(task.queries.excluded, task.targets, strict=True):
            assert not set(excluded.tolist()) & set(targets.tolist())


def test_the_targets_in_order_are_a_perfect_answer(protocol: Protocol) -> None:
    """A model that knows the targets reaches 1 in every metric, one that knows nothing 0."""
    tasks = [task for round_ in protocol.rounds() for task in round_.test]
    perfect = []
    for task in tasks:
        ranked = np.full((len(task.queries), protocol.k), -1, np.int32)
        for i, targets in enumerate(task.targets):
            ranked[i, : len(targets)] = targets[: protocol.k]
        perfect.append(ranked)
    assert all(math.isclose(m.value(), 1) for m in protocol.measures(tasks, perfect).values())
    nothing = [np.full_like(ranked, -1) for ranked in perfect]
    assert all(m.value() == 0 for m in protocol.measures(tasks, nothing).values())


def test_validation_lies_inside_the_training_part(protocol: Protocol) -> None:
    """Choosing parameters sees no event that the test's training part does not hold."""
    for round_ in protocol.rounds():
        if protocol.name() == "movielens_time":
            assert max(t.queries.time.max() for t in round_.validation) < round_.test[0].queries.time.min()
        known = set(round_.test[-1].train.log.frame["event_id"])
        for task in round_.validation:
            assert set(task.train.log.frame["event_id"]) <= known


def test_held_out_persons_are_not_in_training(small_sets: Path) -> None:
    """Strong generalisation: the asked persons have no event in training, and over all rounds everyone is asked."""
    asked: set[str] = set()
    for round_ in find("movielens_strong")(small_sets).rounds():
        for task in (*round_.validation, *round_.test):
            assert not set(task.queries.person_id) & set(task.train.log.frame["person_id"])
        asked |= set(round_.test[0].queries.person_id)
    assert len(asked) == 50


def test_the_next_click_is_the_next_of_the_session(small_sets: Path) -> None:
    """Each query's target is the first later click of the same session."""
    task = find("globo_next")(small_sets).rounds()[0].test[0]
    log = task.stream
    rows, following = next_in_session(log)
    for row, after in zip(rows[:50], following[:50], strict=True):
        later = [i for i in range(row + 1, len(log)) if log.session[i] == log.session[row]]
        assert later[0] == after


def test_a_basket_is_asked_whole_and_before_it_is_seen(small_sets: Path) -> None:
    """No line of the asked basket is among the events that its query may see."""
    task = find("basket")(small_sets).rounds()[0].test[0]
    for time, seen in zip(task.queries.time, task.seen, strict=True):
        assert (task.stream.time[:seen] < time).all()


@pytest.mark.parametrize("name", RANKED)
def test_the_real_sets_give_tasks(name: str, data_dir: Path) -> None:
    """The protocol reads the real files and asks more than a hundred questions in all."""
    rounds = find(name)(data_dir).rounds()
    assert sum(len(task.queries) for round_ in rounds for task in round_.test) > 100
