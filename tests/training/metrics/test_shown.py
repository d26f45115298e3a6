"""The order of shown lists, by hand."""

import numpy as np
import pytest

from training.metrics.shown import ShownAuc, ShownNdcg


def test_a_click_moved_to_the_top_is_the_best_list(answers, lists):
    """The clicked content scored first gives 1, scored second 1 / log2(3), tied with the other their mean."""
    given = answers([[0]] * 3, [[0]] * 3, shown=lists([(1, 0), (2, 1)], [(2, 0), (1, 1)], [(1, 0), (1, 1)]))
    above, below = ShownNdcg().parts(given)

    second = 1 / np.log2(3)
    assert above / below == pytest.approx([1, second, (1 + second) / 2])


def test_a_click_in_a_slot_rarely_seen_weighs_more(answers, lists):
    """Of two clicks, getting the one in the rarely seen slot right gains more."""
    seen = (1.0, 0.25, 0.25)
    low_first = lists([(1, 1), (3, 1), (2, 0)])
    high_first = lists([(3, 1), (1, 1), (2, 0)])
    values = [ShownNdcg().value(answers([[0]], [[0]], shown=each, seen=seen)) for each in (low_first, high_first)]

    assert values[0] > values[1]


def test_the_logged_order_has_no_advantage(answers, lists):
    """Where contents are alike and only the slot decides on a click, the logged order is worth what its reverse is.

    20,000 lists of three whose slots are seen with 1, 0.4 and 0.2: without the weights the logged order would win.
    """
    chance = np.random.Generator(np.random.Philox(key=8))
    seen = (1.0, 0.4, 0.2)
    clicks = chance.random((20_000, 3)) < 0.1 * np.array(seen)
    values = {}
    for name, scores in {"logged": (3, 2, 1), "reverse": (1, 2, 3), "tied": (0, 0, 0)}.items():
        shown = lists(*([(score, int(click)) for score, click in zip(scores, row, strict=True)] for row in clicks))
        values[name] = ShownNdcg().value(answers([[0]] * len(clicks), [[0]] * len(clicks), shown=shown, seen=seen))

    assert values["logged"] == pytest.approx(values["reverse"], abs=0.02)
    assert values["tied"] == pytest.approx(values["logged"], abs=0.02)


def test_lists_that_cannot_be_ordered_wrong_say_nothing(answers, lists):
    """No click, only clicks, or one content: no denominator."""
    given = answers([[0]] * 3, [[0]] * 3, shown=lists([(1, 0), (2, 0)], [(1, 1), (2, 1)], [(1, 1)]))

    assert ShownNdcg().parts(given)[1].tolist() == [0, 0, 0]
    assert ShownAuc().parts(given)[1].tolist() == [0, 0, 0]


def test_pairs_in_the_right_order(answers, lists):
    """One click against three others: above one, tied with one, below one, so half of the pairs are right.

    A click in a slot seen half as often counts twice.
    """
    given = answers(
        [[0]] * 2, [[0]] * 2, shown=lists([(2, 1), (1, 0), (2, 0), (3, 0)], [(1, 0), (2, 1)]), seen=(1.0, 0.5)
    )

    above, below = ShownAuc().parts(given)
    assert above.tolist() == [1.5, 2]
    assert below.tolist() == [3, 2]


def test_without_impressions_there_is_nothing_to_say(answers):
    """A log that does not tell what was shown has no value here."""
    assert np.isnan(ShownNdcg().value(answers([[0]], [[0]])))
    assert np.isnan(ShownAuc().value(answers([[0]], [[0]])))
