"""When persons come and where they go."""

import numpy as np

from training.simulate.clock import DAY_MS, START_MS, local_hour
from training.simulate.surfaces import ABSENT
from training.simulate.visits import draw_pages, draw_visits


def test_visits_lie_in_the_log_in_each_persons_order(played, rng):
    """Every visit lies inside the days asked for, and a person's turns follow time."""
    visits = draw_visits(played.truth.persons, START_MS, 7, rng)
    same = np.diff(visits.who) == 0

    assert (visits.at_ms >= START_MS).all()
    assert (visits.at_ms < START_MS + 7 * DAY_MS).all()
    assert (np.diff(visits.at_ms)[same] >= 0).all()
    assert (np.diff(visits.turn)[same] == 1).all()


def test_days_have_a_rhythm(played, rng):
    """Hardly anyone comes at four in the morning, many come in the evening and at noon."""
    visits = draw_visits(played.truth.persons, START_MS, 60, rng)
    hours = np.bincount(local_hour(visits.at_ms), minlength=24)

    assert hours[4] < 0.05 * hours[12]
    assert hours[20] > hours[8]
    assert hours.argmax() in (11, 12, 20, 21)


def test_weeks_have_a_rhythm_from_any_day_on(played, rng):
    """Saturdays are the busiest days, whatever day of the week the log begins on."""
    for first in (0, 3):
        start = START_MS + first * DAY_MS
        visits = draw_visits(played.truth.persons, start, 700, rng)
        days = np.bincount((visits.at_ms - start) // DAY_MS % 7, minlength=7)
        assert (days.argmax() + first) % 7 in (5, 6)


def test_pages_stay_in_the_channel(bare_world, rng):
    """A visit never leaves its channel, begins on its entry page and opens no page twice."""
    surfaces = bare_world.surfaces
    channel = rng.integers(0, len(surfaces.channels), 2_000)
    scene = rng.integers(0, len(bare_world.catalog.seeds.scenes) + 1, 2_000)
    pages = draw_pages(surfaces, channel, scene, rng.random((2_000, len(bare_world.catalog.categories))), rng)

    for code, row in zip(channel, pages, strict=True):
        opened = row[row != ABSENT].tolist()
        assert {surfaces.names[page][0] for page in opened} == {surfaces.channels[code]}
        assert len(set(opened)) == len(opened) >= 1
        assert opened[0] == surfaces.entry[code]


def test_scene_leads_to_its_page(bare_world, rng):
    """Those over their allowance open the usage page more often than others."""
    surfaces = bare_world.surfaces
    app = np.full(2_000, surfaces.channels.index("app"))
    scenes = [row["scene"] for row in bare_world.catalog.seeds.scenes]
    usage = surfaces.names.index(("app", "usage"))
    need = np.zeros((2_000, len(bare_world.catalog.categories)))
    inside, outside = (
        (draw_pages(surfaces, app, np.full(2_000, scene), need, rng) == usage).any(axis=1).mean()
        for scene in (scenes.index("over_quota"), len(scenes))
    )

    assert inside > 3 * outside
