"""Pages with their places."""

from training.simulate.surfaces import ABSENT


def test_every_slot_has_one_place(bare_world):
    """The places of all pages are the slots of all touchpoints, numbered from 1."""
    surfaces, seeds = bare_world.surfaces, bare_world.catalog.seeds
    places = surfaces.touchpoint != ABSENT
    pairs = sorted(zip(surfaces.touchpoint[places].tolist(), surfaces.slot[places].tolist(), strict=True))

    assert pairs == [(code, slot) for code, row in enumerate(seeds.touchpoints) for slot in range(1, row.slots + 1)]


def test_visits_begin_on_a_page_of_their_channel(bare_world):
    """Each channel has an entry page of its own, and scenes lead within the channel."""
    surfaces = bare_world.surfaces
    for code, channel in enumerate(surfaces.channels):
        assert surfaces.names[surfaces.entry[code]][0] == channel
        assert {surfaces.names[s][0] for s in surfaces.by_scene[code] if s != ABSENT} <= {channel}


def test_popups_are_for_scenes(bare_world):
    """A pop-up of the app is asked for far more often inside a scene."""
    popup = bare_world.catalog.touchpoint_code["app.home.popup"]

    assert bare_world.surfaces.asked[0, popup] < bare_world.surfaces.asked[1, popup]
