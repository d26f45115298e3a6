"""The compiled board equals the plain one bit by bit, and never compiles twice."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slotwise.kernels import board_numba, board_numpy


@settings(max_examples=100, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    m=st.integers(0, 300),
    taken=st.integers(0, 20),
    codes=st.sampled_from([3, 500, 2**31 - 1]),
    bad=st.sampled_from([None, np.nan, np.inf, -np.inf]),
)
def test_both_forms_agree(seed: int, m: int, taken: int, codes: int, bad: float | None) -> None:
    """The same masks and answers, with codes that stand twice and scores that cannot be used."""
    random = np.random.default_rng(seed)
    scores, contents = random.random(m), random.integers(0, 50, m, np.int32)
    if bad is not None and m:
        scores[random.integers(0, m)] = bad
    several, away = random.integers(0, codes, m, np.int32), random.integers(0, codes, taken, np.int32)
    shown, found = random.random(50) < 0.7, []
    for module in (board_numba, board_numpy):
        open_, free = np.empty(m, np.bool_), np.empty(m, np.bool_)
        count = module.opened(scores, contents, shown, open_)
        module.none_of(several, away, free)
        places, asked, marked = np.zeros(m + 3, np.int64), np.zeros(m + 3, np.int64), np.zeros(50, np.bool_)
        end = module.take(contents, shown, 2, 3, places, asked)
        module.mark(contents, scores > 0.5, marked)
        marks, held = np.empty(m, np.bool_), np.empty(m, np.bool_)
        number = module.pin(contents, contents % 7, shown, marks, held), marks.tobytes(), held.tobytes()
        taken_ = number, end, places.tobytes(), asked.tobytes(), marked.tobytes()
        found.append((taken_, count, open_.tobytes(), free.tobytes(), bool(module.all_different(several))))
    assert found[0] == found[1]


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32), t=st.integers(0, 4), k=st.integers(0, 6), n=st.integers(0, 60))
def test_both_forms_take_caps_off_alike(seed: int, t: int, k: int, n: int) -> None:
    """Whatever is reached, and wherever it applies."""
    random = np.random.default_rng(seed)
    given_ = (
        random.random((t, n)) < 0.7, random.random((t, k)) < 0.7, random.integers(0, 5, t), random.random((k, n)) < 0.4,
        random.integers(-1, 3, k + 1), random.random((k, 5)) < 0.7, random.integers(0, 20, n, np.int32),
    )  # fmt: skip
    found = []
    for module in (board_numba, board_numpy):
        left = np.empty((t, n), np.bool_), np.empty(n, np.bool_), np.empty(20, np.bool_)
        module.less(*given_, *left)
        found.append([each.tobytes() for each in left])
    assert found[0] == found[1]


@pytest.mark.parametrize("name", ["opened", "take", "mark", "pin", "less", "none_of", "all_different"])
def test_no_array_makes_it_compile_again(name: str) -> None:
    """Each function has one compiled form, so a mapped array cannot stall a request with a compilation."""
    assert len(getattr(board_numba, name).signatures) == 1
