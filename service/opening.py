"""Opening: the touchpoints that the scene of a request opens by itself, such as the pop-up at the next login."""

from typing import Any

from service.asked import AskedTouchpoint, DecisionRequest
from service.models import Serving
from service.moments import to_text
from service.people import Found
from slotwise import person
from slotwise.decision import Decision, Wanted
from slotwise.model import Model
from slotwise.situation import situation

_HOUR = 3_600_000


def with_opened(asked: DecisionRequest, found: Found, serving: Serving, now: int) -> DecisionRequest:
    """Return a request with the touchpoints that its scene opens at `now` (ms UTC), behind those it asks for.

    Nothing is opened for whom it cannot be known when something was opened last: nobody in particular, persons who
    want no personal answers, and those whose state cannot be read. Nor on another channel than that of the request.
    """
    if not (asked.open and _is_somebody(asked, found)):
        return asked
    model = serving.model
    wanted = Wanted((), now, "", asked.context, asked.scene)
    try:
        seen = situation(model, person.readable(found.state), wanted, serving.live)
        names = model.scenes.opens(seen.scene, seen.moment, model.catalog)
    except Exception:
        # What cannot be read opens nothing; the answer itself says what is the matter.
        return asked
    there, channel = {each.touchpoint for each in asked.touchpoints}, asked.context.get("channel")
    more = [AskedTouchpoint(touchpoint=each) for each in names if each not in there and _on(model, each, channel)]
    return asked.with_opened(names, more)


def opened(asked: DecisionRequest, model: Model, decision: Decision, moment: int) -> list[dict[str, Any]]:
    """Return which touchpoints the scene opens in an answer of `moment` (ms UTC), and until when they may be shown."""
    scene = model.scenes.get(decision.scene)
    if scene is None:
        return []
    until = to_text(moment + round(scene.expiry_hours * _HOUR))
    filled = {each.touchpoint for each in decision.slates if each.placements}
    return [{"touchpoint": each, "expires_at": until} for each in asked.opened if each in filled]


def unopened(asked: DecisionRequest, found: Found, serving: Serving, decision: Decision, now: int) -> list[str]:
    """Return why touchpoints that the scene of an answer opens did not open at `now` (ms UTC), as sentences."""
    model, scene = serving.model, serving.model.scenes.get(decision.scene)
    if not asked.open or scene is None:
        return []
    if not _is_somebody(asked, found):
        return [f"{scene.scene} opens nothing for whom it cannot be known when something was opened last"]
    seen = situation(model, person.readable(found.state), Wanted((), now, "", asked.context, asked.scene), serving.live)
    if model.scenes.cools_down(scene.scene, seen.moment, model.catalog):
        there = ", ".join(scene.opens)
        return [
            f"{scene.scene} opens nothing now: on {there} something was shown within {scene.cool_down_hours:g} hours"
        ]
    slates, channel = {each.touchpoint: each for each in decision.slates}, asked.context.get("channel")
    told = [
        f"{each}, where nothing may be shown: {slates[each].short}"
        if each in slates
        else f"{each}, which is not on the channel {channel} of the request"
        for each in asked.opened
        if each not in slates or not slates[each].placements
    ]
    return [f"{scene.scene} does not open {each}" for each in told]


def _is_somebody(asked: DecisionRequest, found: Found) -> bool:
    return bool(found.person_id and found.readable and found.state.personalize and asked.personalize)


def _on(model: Model, touchpoint: str, channel: str | float | None) -> bool:
    own = model.catalog.touchpoints[model.catalog.touchpoint(touchpoint)].channel
    return not own or channel is None or own == channel
