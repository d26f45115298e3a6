"""The pass over the tags held gives what the features of tags about candidates give."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise import kernels
from slotwise.documents.tags import Tag
from slotwise.features import Request
from slotwise.features.standing import ABOUT
from slotwise.passes.standing import passes
from slotwise.standing import Plan, Standing
from tests.slotwise.passes.pasts import check, make_match

pytestmark = pytest.mark.skipif(not kernels.compiled(), reason="passes are machine code, and numba is not at hand")
SEEDS = st.integers(0, 2**32)
TAGS = [
    {"tag": f"{behaviour}_{category}", "behaviour": behaviour, "category": category, "status": "live"}
    for behaviour in ("browsed", "left", "finished", "returned")
    for category in ("plan", "phone")
]
PLAN = Plan.of([Tag.model_validate({**each, "window_days": 9.0, "expiry_days": 30.0}) for each in TAGS], [])


@given(seed=SEEDS)
def test_tags_about_candidates(checkerboard, seed):
    """The bits of the features for any past, of all tags and of those of a class of behaviour."""
    match = make_match(checkerboard, seed)
    moment = replace(match.moment)
    moment.standing = Standing(PLAN, moment, checkerboard.catalog, {})
    (each,) = passes(checkerboard.features.schema)
    check(each, checkerboard, replace(match, request=Request(moment, match.live, match.request.facets)), seed)


@given(seed=SEEDS)
def test_without_a_configuration(checkerboard, seed):
    """Where nothing is said of a person the columns are missing."""
    (each,) = passes(checkerboard.features.schema)
    check(each, checkerboard, make_match(checkerboard, seed), seed)


def test_every_feature_of_the_pass_is_one(checkerboard):
    """Under the same names."""
    assert set(ABOUT) <= set(checkerboard.features.names)
