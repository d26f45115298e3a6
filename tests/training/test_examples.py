"""What the ranker learns from: the features as the service would have computed them then."""

import numpy as np
import pytest

from slotwise.configured import plan_of
from slotwise.gather import gather
from slotwise.matrices import Matrices
from slotwise.standing import Standing
from training.examination import visibility
from training.examples import joined, make_examples
from training.fit import _past, fit_generators
from training.holdout import hold_out
from training.options import TrainOptions
from training.replay import Replay


def made(dataset, small_options, processes=1, **more):
    """Examples of a data set with everything they were made of."""
    from slotwise.features import Schema, feature_set

    options = TrainOptions.from_json({**small_options, "hold_out": "time", **more})
    (held,) = hold_out(dataset, options)
    fitted = fit_generators(_past(dataset, held.past), options, lambda what, done: None)
    features = feature_set(Schema(dataset.catalog, dataset.facets, tuple(sorted(options.generators))))
    seen = visibility(dataset.impressions, len(dataset.catalog.touchpoints))
    examples = make_examples(dataset, held, fitted, features, options, seen, lambda what, done: None, processes)
    return examples, held, fitted, features, options


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


@pytest.mark.parametrize("shown", [False, True])
@pytest.mark.parametrize("processes", [2, 3])
def test_several_processes_make_what_one_makes(world, small_options, monkeypatch, shown, processes):
    """Every row, label and draw has the same bits, however many share the work."""
    monkeypatch.setattr("training.examples._LEAST", 1)
    monkeypatch.setattr("training.example_maker._MOST", 3)
    one, others = (made(world(shown=shown), small_options, count, rows=4)[0] for count in (1, processes))

    for name in ("matrix", "labels", "groups", "positions", "weights", "offsets"):
        column, other = getattr(one.ranking, name), getattr(others.ranking, name)
        assert (column is None) == (other is None)
        assert column is None or (column.dtype == other.dtype and column.tobytes() == other.tobytes())
    assert one.ranks.tobytes() == others.ranks.tobytes()
    assert (one.found, one.wanted) == (others.found, others.wanted)


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


def test_parts_are_joined_row_by_row(world, small_options):
    """Joined examples hold all rows; what a part lacks is filled in, what was found is weighted by what was wanted."""
    shown, later = made(world(shown=True), small_options)[0], made(world(), small_options)[0]
    both = joined([shown, later, later])

    assert len(both.ranking.labels) == len(shown.ranking.labels) + 2 * len(later.ranking.labels)
    assert len(both.ranks) == both.ranking.groups.sum() == len(both.ranking.matrix)
    assert (both.ranking.positions[len(shown.ranking.labels) :] == 1).all()
    assert np.array_equal(both.ranking.offsets[: len(shown.ranking.labels)], shown.ranking.offsets)
    assert both.found == later.found
    assert both.wanted == 2 * later.wanted
    assert both.labelled_by == "impressions and later interactions"


def test_a_single_part_stays_as_it_is(world, small_options):
    """Without windows nothing is copied."""
    one = made(world(), small_options)[0]

    assert joined([one]) is one
