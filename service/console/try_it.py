"""The first page: choose a person and a situation, see what each touchpoint of a page would show, and why."""

from dataclasses import dataclass
from typing import Any

import orjson

from service.answering import Answering
from service.asked import AskedTouchpoint, DecisionRequest, Person
from service.console.situations import facts_for
from service.console.templates import page
from service.models import Serving
from service.stores.states import States
from service.timing import Timing
from slotwise.errors import StoreError
from slotwise.touchpoints import Touchpoint

_PERSONS = 40
_TOUCHPOINTS = 8
_PATIENCE = 1_000.0
"""Deadline of the page's decision in ms: somebody who looks has more time than a page that loads."""
USUAL = ""
"""Choice of no particular scene."""


@dataclass(frozen=True)
class Chosen:
    """What was chosen on the page; empty means the first or none."""

    person: str = ""
    surface: str = ""
    scene: str = USUAL


class TryIt:
    """Makes the page from the live model; every look at it is a dry run."""

    def __init__(self, answering: Answering, states: States, demo: bool = False):
        self._answering = answering
        self._states = states
        self._demo = demo

    def render(self, chosen: Chosen) -> str:
        """Return the page for a choice."""
        serving = self._answering.models.current
        if serving is None:
            return page("empty.html", shelf=str(self._answering.models.shelf))
        surfaces = _surfaces(serving)
        surface = chosen.surface if chosen.surface in surfaces else next(iter(surfaces), "")
        scenes = {each.scene: each for each in serving.model.scenes.ordered}
        request = self._request(chosen, surfaces.get(surface, []), scenes)
        timing = Timing()
        answer: dict[str, Any] = {"touchpoints": [], "scene": None, "person": {"known": False}}
        if request is not None:
            answer = orjson.loads(self._answering.answer(request, timing).body)
        return page(
            "try_it.html",
            demo=self._demo,
            chosen=Chosen(chosen.person, surface, chosen.scene),
            persons=self._persons(),
            surfaces=list(surfaces),
            scenes=list(scenes.values()),
            titles={each.touchpoint: each.title or each.touchpoint for each in serving.model.catalog.touchpoints},
            categories=_categories(serving, answer),
            answer=answer,
            model=serving.model.describe(),
            milliseconds=timing.elapsed() * 1_000,
            body="" if request is None else _curl(request),
        )

    def _request(self, chosen: Chosen, touchpoints: list[Touchpoint], scenes: dict[str, Any]) -> DecisionRequest | None:
        if not touchpoints:
            return None
        context: dict[str, str | float] = {"channel": touchpoints[0].channel, "page": touchpoints[0].page}
        scene = scenes.get(chosen.scene)
        context |= facts_for(scene) if scene else {}
        return DecisionRequest(
            person=Person(id=chosen.person or None),
            context={name: value for name, value in context.items() if value != ""},
            touchpoints=[AskedTouchpoint(touchpoint=each.touchpoint) for each in touchpoints],
            scene=scene.scene if scene and not facts_for(scene) else None,
            deadline_ms=_PATIENCE,
            explain="reason",
            dry_run=True,
        )

    def _persons(self) -> list[str]:
        try:
            return self._states.some(_PERSONS)
        except StoreError:
            return []


def _surfaces(serving: Serving) -> dict[str, list[Touchpoint]]:
    """Touchpoints by channel and page, at most so many of each."""
    found: dict[str, list[Touchpoint]] = {}
    for each in serving.model.catalog.touchpoints:
        name = " / ".join(part for part in (each.channel, each.page) if part) or "all touchpoints"
        found.setdefault(name, []).append(each)
    return {name: touchpoints[:_TOUCHPOINTS] for name, touchpoints in found.items()}


def _categories(serving: Serving, answer: dict[str, Any]) -> dict[str, str]:
    products = serving.model.catalog.products
    shown = {each["product_id"] for entry in answer["touchpoints"] for each in entry["placements"]}
    codes = {name: int(products.category[place]) for name in shown if (place := products.ids.find(name)) >= 0}
    return {name: products.categories[code] for name, code in codes.items() if code >= 0}


def _curl(request: DecisionRequest) -> str:
    return orjson.dumps(request.model_dump(exclude_defaults=True), option=orjson.OPT_INDENT_2).decode()
