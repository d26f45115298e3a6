"""ExampleMaker: candidates as the service would have seen them, drawn, labelled and written down."""

import numpy as np

from slotwise.configured import plan_of
from slotwise.gather import gather
from slotwise.matrices import Matrices
from slotwise.standing import Standing
from tests.training.examples_made import made
from training.examination import visibility
from training.replay import Replay


def test_shown_lists_stay_as_they_were_shown(world, small_options):
    """Each list is a group in the order of its slots, with its clicks; lists without a click are kept."""
    examples, held, *_ = made(world(shown=True), small_options)
    ranking = examples.ranking

    assert ranking.groups.tolist() == np.diff(held.occasions.start).tolist()
    assert ranking.positions.tolist() == held.occasions.slots.tolist()
    assert ranking.labels.tolist() == held.occasions.labels.tolist()
    assert (np.add.reduceat(ranking.labels, held.occasions.start[:-1]) == 0).any()
    assert examples.labelled_by == "impressions"


def test_later_interactions_label_what_was_retrieved(world, small_options):
    """Without impressions the wanted candidates have label 1, and what was not retrieved is told as not found."""
    examples, held, *_ = made(world(), small_options)

    assert examples.labelled_by == "later interactions"
    assert examples.ranking.positions is None
    assert examples.ranking.labels.sum() <= len(held.occasions.wanted)
    assert 0 < examples.found <= 1


def test_rows_are_bounded_and_hold_all_that_was_wanted(world, small_options):
    """At most `rows` candidates of an occasion, the wanted one among them whenever it was retrieved."""
    whole = made(world(), small_options)[0]
    few = made(world(), small_options, rows=4)[0]

    assert few.ranking.groups.max() <= 4
    assert few.ranking.labels.sum() == whole.ranking.labels.sum()
    assert few.found == whole.found


def test_features_are_those_of_the_moment(world, small_options):
    """An occasion's rows equal what gather and Matrices give for the world and the person as of its time."""
    dataset = world(shown=True)
    examples, held, fitted, features, options = made(dataset, small_options)
    replay = Replay(
        dataset.interactions,
        dataset.catalog,
        dataset.facets,
        visibility(dataset.impressions, len(dataset.catalog.touchpoints)),
        options.tick,
    )
    start = np.concatenate([[0], np.cumsum(examples.ranking.groups)])
    occasions = held.occasions
    for place in range(0, len(occasions), 13):
        now = int(occasions.time[place])
        live = replay.live(now)
        facets = dataset.facets.with_touchpoint(occasions.facets[place], "")
        moment = held.histories.moment(int(occasions.person[place]), now, facets, occasions.numbers[place])
        told = dataset.facets.decode(moment.facets, moment.numbers)
        moment.standing = Standing(plan_of(dataset.configuration), moment, dataset.catalog, told)
        shown = occasions.wanted[occasions.start[place] : occasions.start[place + 1]]
        allowed = np.ones(12, bool)
        pool, _ = gather(fitted, moment, live, options.retrieve, allowed, shown)
        order = [int(np.flatnonzero(pool.contents == content)[0]) for content in shown]
        expected = Matrices(features, dataset.facets, moment, live, pool.take(np.array(order))).full("home")
        np.testing.assert_array_equal(examples.ranking.matrix[start[place] : start[place + 1]], expected)
