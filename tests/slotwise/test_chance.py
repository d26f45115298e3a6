"""Chance: frozen vectors, uniformity, and streams that depend on their parts alone."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from slotwise.chance import generator, hash64, passing, uniform

TEXT = st.text(st.characters(exclude_categories=()), max_size=20)


def test_frozen_vectors():
    """These numbers never change: experiments and replays on other machines and versions depend on them."""
    assert hash64("ranker-w47", "p_1029") == 0x16EA9FDC34CF02FB
    assert hash64("", "") == 0xFFE679BB831C95B6
    assert hash64("salt", "深圳") == 0xE3D06CB9AC089125
    assert uniform("ranker-w47", "p_1029") == 0.08951758504991503
    assert generator("decision", "d_1").random(2).tolist() == [0.1302802224965104, 0.8839045273496644]


def test_equal_texts_hash_equally():
    """A letter with its accent and the two put together are the same id."""
    assert hash64("s", "e\u0301") == hash64("s", "\u00e9")


@given(TEXT, TEXT)
def test_any_text_has_a_number_below_one(salt, unit):
    """Control characters and lone surrogates hash too, into [0, 1)."""
    assert 0 <= uniform(salt, unit) < 1


def test_uniform_fills_every_bin_evenly():
    """20,000 units in 20 bins: the chi-square statistic stays below its 99.99 % point (19 degrees: 50.8)."""
    counts = np.histogram([uniform("even", f"p{each}") for each in range(20_000)], bins=20, range=(0, 1))[0]

    assert ((counts - 1000) ** 2 / 1000).sum() < 50.8


def test_salts_are_independent():
    """The same units under two salts do not correlate."""
    first, second = ([uniform(salt, f"p{each}") for each in range(5000)] for salt in ("one", "two"))

    assert abs(np.corrcoef(first, second)[0, 1]) < 0.06


@given(TEXT, TEXT)
def test_parts_do_not_run_together(one, other):
    """Where one part ends and the next begins matters, whatever characters they hold."""
    together, apart = generator("s", one + "\x1f" + other), generator("s", one, other)

    assert together.bit_generator.state["state"]["key"].tolist() != apart.bit_generator.state["state"]["key"].tolist()


def test_a_stream_can_be_drawn_again():
    """The same parts give the same stream, bit by bit."""
    assert generator("d", "x").random(100).tobytes() == generator("d", "x").random(100).tobytes()


@given(TEXT, st.integers(0, 9))
def test_a_passing_generator_has_the_same_stream(part, before):
    """From its beginning, whatever was drawn from the one before it, half words included."""
    passing("s", "before").integers(0, 9, before, np.int32)

    assert passing("s", part).random(9).tobytes() == generator("s", part).random(9).tobytes()
    assert (
        passing("s", part).integers(0, 99, 9, np.int32).tobytes()
        == generator("s", part).integers(0, 99, 9, np.int32).tobytes()
    )


def test_threads_do_not_share_it():
    """What another thread draws meanwhile changes nothing."""
    own = passing("s", "own")
    with ThreadPoolExecutor(1) as other:
        assert other.submit(lambda: passing("s", "other").random()).result() == generator("s", "other").random()
    assert own.random() == generator("s", "own").random()
