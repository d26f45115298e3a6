"""Reasons: why a content is in its slot, as a stable code and a sentence for people."""

from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from slotwise.decision import Placement, ServiceLevel, Slate
from slotwise.facets import SCENE
from slotwise.live import Live
from slotwise.model import Model


@dataclass(frozen=True)
class Reason:
    """A code that stays, and a text that may get better."""

    code: str
    text: str


NEW = Reason("new", "New")
OTHER = Reason("ranked", "Ranked for you")
FITS = Reason("fits_scene", "Fits what you are doing now")
BY_SOURCE = {
    "als": Reason("people_like_you", "Chosen by people whose history is like yours"),
    "item_neighbors": Reason("people_like_you", "Chosen by people whose history is like yours"),
    "co_visits": Reason("goes_together", "Often looked at together with what you looked at"),
    "trail": Reason("goes_together", "What others looked at next"),
    "follow_ups": Reason("goes_together", "What others looked at next"),
    "transitions": Reason("goes_together", "What others looked at next"),
    "tastes": OTHER,
    "content": Reason("more_like", "Like what you were interested in"),
    "scene_match": FITS,
    "popular": Reason("popular_now", "Popular now"),
    "wanted_now": Reason("popular_now", "Popular now"),
    "arrivals": Reason("popular_now", "Popular now"),
    "again": Reason("again", "You were interested in this before"),
}
BY_LEVEL = {
    ServiceLevel.POPULAR_IN_SCENE: Reason("popular_now", "Popular now"),
    ServiceLevel.POPULAR: Reason("popular_now", "Popular now"),
    ServiceLevel.SAFETY_LIST: Reason("standard", "A standard offer"),
}
_LENDS = "tastes"
"""The source that mixes what fits the moment with what fits the person, where others tell them apart: somebody of whom
nothing is known has no history. So its weight goes to the others, and it has a word of its own where it is alone."""
_BASE = 0.02
"""Weight that every source has beside what the blend has learned."""
_OWN = log(2.0)
"""Log lift from which a product is a scene's own: wanted twice as much in it as otherwise."""


def reason(
    model: Model, slate: Slate, placement: Placement, fresh: bool, scene: str | None = None, live: Live | None = None
) -> Reason:
    """Return the reason of the source that spoke for a placement most, by its rank there and the blend's weights.

    People are told what holds for this very product: that a source names it first counts for more than that the
    source is a good one, so ranks are not damped as in the blend, and of the weights only the root counts. That
    something fits what the person is doing is said in a named scene only, and of what `live` knows as its own there
    before anything else.
    """
    if slate.level in BY_LEVEL:
        return BY_LEVEL[slate.level]
    if live is not None and scene is not None and _fits(model, live, scene, placement.product):
        return FITS
    votes = _votes(model, slate, int(np.argmax(slate.considered == placement.content)), scene)
    if not votes:
        return NEW if fresh else OTHER
    return BY_SOURCE.get(max(votes, key=lambda source: votes[source]), OTHER)


def _votes(model: Model, slate: Slate, place: int, scene: str | None) -> dict[str, float]:
    weights = dict(zip(model.generators, model.blend.weights, strict=False))
    ranks = {source: slate.ranks[source][place] for source in weights if source in slate.ranks}
    speaking = {
        source: rank
        for source, rank in ranks.items()
        if rank >= 1 and (scene is not None or BY_SOURCE.get(source) is not FITS)
    }
    lent = 0.0
    if _LENDS in speaking and len(speaking) > 1:
        del speaking[_LENDS]
        lent = weights[_LENDS]
    return {source: sqrt(weights[source] + lent + _BASE) / (1 + rank) for source, rank in speaking.items()}


def _fits(model: Model, live: Live, scene: str, product: int) -> bool:
    place = model.facets.place(SCENE)
    row = model.facets.encode_column(place, [scene])[0] if place >= 0 else -1
    return row >= 0 and bool(live.lift(row)[product] >= _OWN)
