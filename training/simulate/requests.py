"""Fresh requests after the log's end: the moments at which a policy is put to the test against the truth."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from slotwise.chance import generator
from training.simulate.clock import DAY_MS
from training.simulate.facts import facts_at
from training.simulate.scenes import scene_codes
from training.simulate.ids import person_name
from training.simulate.surfaces import ABSENT
from training.simulate.visits import draw_hour, draw_pages, page_time

if TYPE_CHECKING:
    from training.simulate.world import World


@dataclass(frozen=True)
class Request:
    """One page that one person opens."""

    person_id: str
    occurred_at: int
    """ms UTC."""
    context: dict[str, Any]
    """Facts by name, channel and page among them; absent facts are left out."""
    touchpoints: tuple[str, ...]
    scene: str | None
    """The named scene that the facts make, None outside all scenes."""
    person: int
    """Row of the person in the truth."""


def draw_requests(world: "World", n: int, seed: int, after_ms: int) -> list[Request]:
    """Draw n page requests on the day that begins at `after_ms`, of persons in proportion to how often they come."""
    rng = generator("simulate", str(world.seed), "requests", str(seed))
    truth = world.truth
    share = np.cumsum(truth.persons.rate)
    who = np.searchsorted(share, rng.random(n) * share[-1], side="right")
    at_ms = after_ms + draw_hour(truth.persons, who, rng) % DAY_MS
    chosen = truth.rows(who, at_ms)
    everyone = np.arange(n)
    facts = facts_at(chosen.persons, chosen.state, world.catalog.categories, everyone, at_ms)
    scene = scene_codes(world.catalog.seeds.scenes, facts)
    channel = (np.cumsum(chosen.persons.channels, axis=1) < rng.random((n, 1))).sum(axis=1)
    pages = draw_pages(world.surfaces, channel, scene, chosen.state.need, rng)
    # One page of the visit, each with the same chance.
    number = (rng.random(n) * (pages != ABSENT).sum(axis=1)).astype(np.int64)
    surface, at_ms = pages[everyone, number], page_time(at_ms, number)
    wanted = rng.random((n, world.surfaces.asked.shape[1]))
    scenes = [str(row["scene"]) for row in world.catalog.seeds.scenes]
    return [
        Request(
            person_name(int(who[row])),
            int(at_ms[row]),
            _context(world, int(surface[row]), {name: column[row] for name, column in facts.items()}),
            _touchpoints(world, int(surface[row]), scene[row] < len(scenes), wanted[row]),
            scenes[scene[row]] if scene[row] < len(scenes) else None,
            int(who[row]),
        )
        for row in range(n)
    ]


def _context(world: "World", surface: int, facts: dict[str, Any]) -> dict[str, Any]:
    channel, page = world.surfaces.names[surface]
    known = {name: float(value) if isinstance(value, float) else value for name, value in facts.items() if value is not None}
    return {"channel": channel, "page": page, **known}


def _touchpoints(world: "World", surface: int, in_scene: bool, wanted: np.ndarray) -> tuple[str, ...]:
    codes = dict.fromkeys(int(code) for code in world.surfaces.touchpoint[surface] if code != ABSENT)
    names = list(world.catalog.touchpoint_code)
    asked = [names[code] for code in codes if wanted[code] < world.surfaces.asked[int(in_scene), code]]
    return tuple(asked or [names[next(iter(codes))]])
