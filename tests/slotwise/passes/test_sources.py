"""The pass over the sources gives what the features of scores, ranks and agreement give."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise import kernels
from slotwise.features import Items, Schema
from slotwise.passes.sources import passes
from tests.slotwise.passes.pasts import check, make_match

pytestmark = pytest.mark.skipif(not kernels.compiled(), reason="passes are machine code, and numba is not at hand")
SEEDS = st.integers(0, 2**32)


@given(seed=SEEDS)
def test_all_sources(checkerboard, seed):
    """The bits of the features for any scores and ranks."""
    (sources,) = passes(checkerboard.features.schema)
    check(sources, checkerboard, make_match(checkerboard, seed), seed)


@given(seed=SEEDS, first=st.integers(0, 5), count=st.integers(0, 20))
def test_a_part_of_a_pool(checkerboard, seed, first, count):
    """Candidates that lie in the rows of a larger pool have their own scores and ranks."""
    (sources,), match = passes(checkerboard.features.schema), make_match(checkerboard, seed)
    pool = match.pool.part(slice(first, first + count))
    part = replace(match, items=Items(pool.contents, pool.products, match.live), pool=pool)
    check(sources, checkerboard, part, seed)


def test_without_sources(checkerboard):
    """An installation without sources has no scores and no ranks, and what they agree on is nothing."""
    schema = Schema(checkerboard.catalog, checkerboard.facets, ())
    (sources,) = passes(schema)
    assert sources.features == ("sources_found", "best_rank", "fused_rank")
