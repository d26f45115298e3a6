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
    if not (asked.open and found.person_id and found.readable and found.state.personalize and asked.personalize):
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


def _on(model: Model, touchpoint: str, channel: str | float | None) -> bool:
    own = model.catalog.touchpoints[model.catalog.touchpoint(touchpoint)].channel
    return not own or channel is None or own == channel
