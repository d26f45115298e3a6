"""Words: tokens of any language, and attributes as whole tokens."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from slotwise.catalog import Column
from slotwise.strings import StringTable
from slotwise.words import BUCKETS, counted_tokens
from tests.worlds import make_products


def tokens(title: str, text: str = "", **changes):
    products = replace(make_products(1), titles=StringTable.of([title]), texts=StringTable.of([text]), **changes)
    return counted_tokens(products, 0)


def bare(title: str) -> set[int]:
    return set(tokens(title, category=np.array([-1], np.int32), attributes={}))


def test_chinese_needs_no_segmenter():
    """Titles that share characters share tokens, without blanks between words."""
    assert len(bare("全家畅享套餐") & bare("畅享流量包")) >= 3
    assert bare("全家畅享套餐") & bare("宽带") == set()


def test_width_and_case_do_not_matter():
    """Full-width letters and capitals are the same words."""
    assert bare("５Ｇ PLAN") == bare("5g plan")


def test_several_values_of_an_attribute():
    """A bar between values, as in genres, makes each a token of its own."""
    both, one = (
        tokens("x", attributes={"genre": Column(np.zeros(1, np.int32), (value,))}) for value in ("drama|war", "war")
    )

    assert set(one) < set(both)


def test_unknown_values_make_no_token():
    """A missing category or attribute says nothing."""
    missing = tokens("x", category=np.array([-1], np.int32), attributes={"a": Column(np.full(1, -1, np.int32), ("v",))})

    assert set(missing) == bare("x")


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_any_text_has_tokens_in_range(text):
    """Emoji, control characters and lone surrogates are counted or skipped, never an error."""
    assert all(0 <= token < BUCKETS and count > 0 for token, count in tokens(text, text).items())
