"""Fresh requests after the log's end: the moments at which a policy is put to the test against the truth."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from training.simulate.attraction import Attraction
from training.simulate.clock import IntArray
from training.simulate.facts import Facts, facts_at
from training.simulate.ids import person_name
from training.simulate.population import pick
from training.simulate.scenes import scene_codes
from training.simulate.surfaces import ABSENT, Surfaces
from training.simulate.visits import draw_hour, draw_pages, page_time


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


def draw_requests(
    truth: Attraction, surfaces: Surfaces, rng: np.random.Generator, n: int, after_ms: int
) -> list[Request]:
    """Draw n page requests on the day that begins at `after_ms`, of persons in proportion to how often they come."""
    share, everyone = np.cumsum(truth.persons.rate), np.arange(n)
    who = np.searchsorted(share, rng.random(n) * share[-1], side="right")
    at_ms = after_ms + draw_hour(truth.persons, who, rng)
    chosen = truth.rows(who, at_ms)
    facts = facts_at(chosen.persons, chosen.state, truth.catalog.categories, everyone, at_ms)
    scene = scene_codes(truth.catalog.seeds.scenes, facts)
    pages = draw_pages(surfaces, pick(chosen.persons.channels, rng), scene, chosen.state.need, rng)
    number = (rng.random(n) * (pages != ABSENT).sum(axis=1)).astype(np.int64)  # any page of the visit
    surface, at_ms = pages[everyone, number], page_time(at_ms, number)
    names = [*(str(row["scene"]) for row in truth.catalog.seeds.scenes), None]
    wanted = rng.random((n, surfaces.asked.shape[1])) < surfaces.asked[(scene < len(names) - 1).astype(np.int64)]
    touchpoints = [row.touchpoint for row in truth.catalog.seeds.touchpoints]
    return [
        Request(
            person_id=person_name(int(who[row])),
            occurred_at=int(at_ms[row]),
            context=_context(surfaces.names[surface[row]], facts, row),
            touchpoints=_asked(touchpoints, surfaces.touchpoint[surface[row]], wanted[row]),
            scene=names[scene[row]],
            person=int(who[row]),
        )
        for row in range(n)
    ]


def _context(surface: tuple[str, str], facts: Facts, row: int) -> dict[str, Any]:
    values = {name: column[row] for name, column in facts.items() if column[row] is not None}
    known = {name: float(value) if isinstance(value, float) else value for name, value in values.items()}
    return {"channel": surface[0], "page": surface[1], **known}


def _asked(names: list[str], places: IntArray, wanted: npt.NDArray[np.bool_]) -> tuple[str, ...]:
    codes = dict.fromkeys(int(code) for code in places if code != ABSENT)
    # A page whose only touchpoint is not asked for is no request; it is asked for here all the same.
    return tuple([names[code] for code in codes if wanted[code]] or [names[next(iter(codes))]])
