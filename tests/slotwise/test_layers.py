"""Layers: visitor, payer, loyal, each with its moment, from the few conversions that decide."""

from hypothesis import given
from hypothesis import strategies as st

from slotwise.layers import LOYAL_CONVERSIONS, LOYAL_DAYS, Layer, first, layer_at, reached

DAY = 86_400_000
TIMES = st.lists(st.integers(0, 4).flatmap(lambda day: st.integers(day * DAY, day * DAY + 3)), max_size=14)


def slow_loyal(times: list[int]) -> int | None:
    """The moment at which everything that is asked of the loyal holds, by looking at all conversions."""
    for at in sorted(times):
        past = [each for each in times if each <= at]
        if len(past) >= LOYAL_CONVERSIONS and len({each // DAY for each in past}) >= LOYAL_DAYS:
            return at
    return None


@given(TIMES)
def test_the_few_that_are_kept_decide_as_all_would(times):
    """The transitions are those that a look at every conversion finds, and what is kept is bounded."""
    kept = first(times)
    found = reached(0, kept)

    assert len(kept) <= LOYAL_CONVERSIONS + LOYAL_DAYS
    assert found.get(Layer.PAYER) == min(times, default=None)
    assert found.get(Layer.LOYAL) == slow_loyal(times)


@given(TIMES, st.randoms(use_true_random=False), st.integers(0, 14))
def test_what_was_left_out_never_comes_back(times, random, cut):
    """Keeping the first ones part by part, in any order, keeps the same ones."""
    shuffled = times.copy()
    random.shuffle(shuffled)

    assert first([*first(shuffled[:cut]), *first(shuffled[cut:])]) == first(times)


@given(TIMES, st.integers(0, 5 * DAY))
def test_the_layer_of_a_moment_knows_what_came_before_only(times, now):
    """As of any moment the layer is the one that the conversions strictly before it give."""
    past = reached(0, first(each for each in times if each < now))
    highest = [each for each in Layer if each in past][-1]

    assert layer_at(first(times), now) == highest


def test_many_payments_on_one_day_make_nobody_loyal():
    """Loyal is who comes back: another day is needed, and then the moment is that of the other day."""
    one_day = [10, 20, 30, 40, 50]

    assert Layer.LOYAL not in reached(0, first(one_day))
    assert reached(0, first([*one_day, DAY + 7])) == {Layer.VISITOR: 0, Layer.PAYER: 10, Layer.LOYAL: DAY + 7}


def test_nobody_has_reached_anything():
    """Of somebody never seen there is no moment, and they are a visitor all the same."""
    assert reached(None, ()) == {}
    assert layer_at((), 5) == Layer.VISITOR
