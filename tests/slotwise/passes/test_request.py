"""The passes over what is the same for all candidates give what the features of person and scene give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotwise import kernels
from slotwise.facets import Facets
from slotwise.features import Schema
from slotwise.passes.request import passes
from tests.slotwise.passes.pasts import check, make_request, only

pytestmark = pytest.mark.skipif(not kernels.compiled(), reason="passes are machine code, and numba is not at hand")
SEEDS = st.integers(0, 2**32)


@given(seed=SEEDS, history=st.sampled_from([0, 1, 5, 60, 400]))
def test_the_person(checkerboard, seed, history):
    """The bits of the features for any activity and for none."""
    person = only(passes(checkerboard.features.schema), "person_events")
    check(person, checkerboard, make_request(checkerboard, seed, history), seed)


@given(seed=SEEDS, facts=st.sampled_from([0, 0.5, 1]))
def test_the_scene(checkerboard, seed, facts):
    """The bits of the features at any time, whatever is known of the scene."""
    scene = only(passes(checkerboard.features.schema), "hour_of_day")
    check(scene, checkerboard, make_request(checkerboard, seed, facts=facts), seed)


def test_every_facet_and_number_is_in_it(checkerboard):
    """An installation has a column for each of its own facets and numbers; without any the time is left."""
    scene = only(passes(checkerboard.features.schema), "hour_of_day")
    assert {"facet.scene", "facet.person.city", "number.context.data_used_ratio"} < set(scene.features)
    bare = only(passes(Schema(checkerboard.catalog, Facets(), ())), "hour_of_day")
    assert bare.features == ("hour_of_day", "day_of_week", "scene_known")
