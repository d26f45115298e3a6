"""Match features from scene and segment."""

import numpy as np


def test_lifts_sum_over_the_facets(read):
    """The scene's lift is the sum over its facets, the segment's that of the person's."""
    reading = read(context__channel="web", scene="over_quota", person__city="GZ")
    live = reading.live
    for what in ("lift", "click_lift"):
        scene = getattr(live, what)(1)[:10] + getattr(live, what)(2)[:10]
        assert np.allclose(reading[f"scene_{what}"], scene, atol=1e-5)
        assert np.allclose(reading[f"segment_{what}"], getattr(live, what)(4)[:10], atol=1e-5)
        assert np.allclose(reading[f"named_scene_{what}"], getattr(live, what)(2)[:10], atol=1e-5)


def test_the_touchpoint_has_its_own(read):
    """The lift of a touchpoint is that of its own facet value; none without a touchpoint."""
    reading = read(touchpoint="bill")

    assert np.allclose(reading["touchpoint_lift"], reading.live.lift(6)[:10], atol=1e-6)
    assert np.allclose(reading["touchpoint_click_lift"], reading.live.click_lift(6)[:10], atol=1e-6)
    assert (read(touchpoint="unheard of")["touchpoint_lift"] == 0).all()


def test_outside_any_situation_all_is_zero(read):
    """Without known facets nothing is lifted."""
    reading = read()
    for name in (
        "scene_lift",
        "segment_lift",
        "scene_click_lift",
        "segment_click_lift",
        "scene_now",
        "named_scene_lift",
    ):
        assert (reading[name] == 0).all(), name


def test_what_goes_on_now(read):
    """Interest of the last hour under the narrowest facet value: the one with the least of it."""
    reading = read(context__channel="web", scene="over_quota")
    live = reading.live
    narrowest = min((1, 2), key=lambda row: live.now_share(row).sum())

    assert np.allclose(reading["scene_now"], np.log1p(live.now_share(narrowest)[:10]), atol=1e-6)
