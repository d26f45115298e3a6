"""The compiled slate under limits and pins equals the plain one bit by bit, and never compiles twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.kernels import limited_numba, limited_numpy


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    m=st.integers(0, 300),
    slots=st.integers(0, 12),
    limits=st.integers(0, 3),
    pins=st.integers(0, 3),
    floor=st.sampled_from([0.0, 0.05, 0.5]),
)
def test_both_forms_agree(seed: int, m: int, slots: int, limits: int, pins: int, floor: float) -> None:
    """The same masks, places and propensities, with ties, closed candidates, and whatever is new."""
    random = np.random.default_rng(seed)
    scores, open_ = random.integers(0, random.choice([3, 10**6]), m) / 7.0, random.random(m) < random.random()
    keys, most = random.integers(-1, 6, (limits, m), np.int32), random.integers(1, 4, limits)
    marks, held = (random.random((2, pins, m)) < 0.1).reshape(2, pins, m)
    mask = open_, keys, most, random.integers(1, 5, pins), marks, held
    luck = random.random(slots) if random.random() < 0.9 else np.full(slots, 1 - 1e-16)
    fresh, found = random.random(m) < random.choice([0, 0.1, 1]), []
    for module in (limited_numba, limited_numpy):
        places, opens, next_ = np.zeros(slots, np.int64), np.zeros((slots, m), np.bool_), np.zeros(m, np.bool_)
        count = module.in_order(scores, *mask, places, opens)
        places, opens, out = places[:count], opens[:count], np.zeros((2, count))
        module.after(*mask, places, next_)
        weights = np.exp(np.minimum(scores - scores[places][:, None], 0.0))
        module.chances(places, opens, weights, fresh, 0.3, floor, out)
        drawn, slot = drawn_on(module, scores, mask, fresh, luck, floor)
        found.append((places.tolist(), opens.tobytes(), next_.tobytes(), out.tobytes(), drawn, slot))
    assert found[0] == found[1]


def drawn_on(module, scores, mask, fresh, luck, floor) -> tuple[bytes, int]:
    """All bytes of a drawn slate, with weights made anew for every best candidate, and how many slots it has."""
    places, out, so_far = np.zeros(len(luck), np.int64), np.zeros((2, len(luck))), np.ones(3)
    slot, best, weights = 0, np.nan, scores
    while True:
        slot = module.draw_on(slot, best, scores, weights, *mask, fresh, luck, 0.3, floor, so_far, places, out)
        if slot == len(luck) or places[slot] < 0:
            return places.tobytes() + out.tobytes() + so_far.tobytes(), slot
        best = scores[places[slot]]
        weights = np.exp(np.minimum(scores - best, 0.0))


@pytest.mark.parametrize("name", ["after", "in_order", "chances", "draw_on"])
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(limited_numba, name).signatures) == 1
