"""Passes give what the features give that they stand for, bit by bit."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise import kernels, person
from slotwise.features import FeatureSet, Match, Request
from slotwise.gather import Pool, gather
from slotwise.matrices import Matrices
from slotwise.moment import Moment, blank
from slotwise.passes import Pass, passes
from tests.worlds import FACETS, make_events, make_moment, make_state

pytestmark = pytest.mark.skipif(not kernels.compiled(), reason="passes are machine code, and numba is not at hand")


def moments(model) -> dict[str, Moment]:
    """Persons with a past, without one, with as much of it as a state can hold, in scenes and outside of any."""
    now = model.as_of
    found = {"nobody": blank(now, FACETS.encode({}), FACETS.measure({}))}
    for name, many in (("a little", 3), ("much", 130), ("everything at once", 1_200)):
        products = [f"p{each * 7 % 40}" for each in range(many)]
        state = make_state("p", products, now - 1)
        for kind in ("exposure", "dismiss", "convert", "leave"):
            state = person.fold(state, make_events("p", products, now - 2, kind, gap=3_600_000))
        facts = {"scene": "over_quota", "person__city": "SZ", "context__data_used_ratio": 1.5}
        found[name] = make_moment(model, state, **facts)
        found[f"{name}, no scene"] = make_moment(model, state, context__channel="fax")
    return found


@pytest.fixture(params=["nobody", "a little", "much", "everything at once", "a little, no scene", "much, no scene"])
def matrices(request, checkerboard) -> Matrices:
    """Candidates of all sources and some that no source brought."""
    moment, live = moments(checkerboard)[request.param], checkerboard.start
    extra = np.arange(len(checkerboard.catalog.products), dtype=np.int32)
    pool, notes = gather(checkerboard.generators, moment, live, 9, None, extra)
    assert not notes
    return Matrices(checkerboard.features, checkerboard.facets, moment, live, pool)


def alone(features: FeatureSet, matrices: Matrices, touchpoint: str, pool: Pool) -> np.ndarray:
    """The match block with every feature computed by its own function."""
    facets = matrices.facets.with_touchpoint(matrices.moment.facets, touchpoint)
    request = Request(replace(matrices.moment, facets=facets), matrices.items.live, matrices.facets)
    match = Match(request, matrices.items, pool)
    return np.stack([np.asarray(each.compute(match), np.float32) for each in features.of_theme("match")], axis=1)


def test_every_column_is_that_of_its_feature(checkerboard, matrices):
    """The same bits for any past, on any touchpoint."""
    for touchpoint in ("home", "bill", "nowhere"):
        _, block = matrices.at(touchpoint)
        expected = alone(checkerboard.features, matrices, touchpoint, matrices.pool)
        for place, each in enumerate(checkerboard.features.of_theme("match")):
            assert block[:, place].tobytes() == expected[:, place].tobytes(), (each.name, touchpoint)


def test_a_requests_row_is_that_of_its_features(checkerboard, matrices):
    """The same bits for any past, any facts and any touchpoint."""
    for touchpoint in ("home", "bill", "nowhere"):
        row, _ = matrices.at(touchpoint)
        facets = matrices.facets.with_touchpoint(matrices.moment.facets, touchpoint)
        request = Request(replace(matrices.moment, facets=facets), matrices.items.live, matrices.facets)
        for value, each in zip(row, checkerboard.features.of_theme("person", "scene"), strict=True):
            assert value.tobytes() == np.float32(each.compute(request)).tobytes(), (each.name, touchpoint)


def test_what_nobody_reads_stays_missing(checkerboard, matrices):
    """A pass fills in only the columns that are read, whichever these are."""
    features = checkerboard.features
    whole = matrices.at("home")[1].copy()
    random = np.random.default_rng(3)
    for _ in range(20):
        used = random.random(len(features.names)) < 0.3
        some = Matrices(features.read_by(used), matrices.facets, matrices.moment, matrices.items.live, matrices.pool)
        own = used[-whole.shape[1] :]
        block = some.at("home")[1]
        assert np.isnan(block[:, ~own]).all()
        assert block[:, own].tobytes() == whole[:, own].tobytes()


def test_passes_fill_features_that_there_are(checkerboard):
    """Every name in a pass is that of a feature of an installation with all sources, and in one pass."""
    names = [each.name for each in checkerboard.features.of_theme("person", "scene", "match")]
    filled = [name for each in passes(checkerboard.features.schema) for name in each.features]
    assert len(filled) == len(set(filled))
    assert set(filled) <= set(names)


def test_places():
    """A feature stands where its name does; -1 where it is not read."""
    some = Pass(("a", "b", "c"), lambda seen, places, block: None)
    assert some.places(["c", "", "a"]).tolist() == [2, -1, 0]


def test_without_machine_code_there_are_none(checkerboard, monkeypatch):
    """The features compute their own columns then."""
    monkeypatch.setattr(kernels, "compiled", lambda: False)
    assert passes(checkerboard.features.schema) == []
