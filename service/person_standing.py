"""What is said of a person by the configuration: tags with their evidence, and where they stand in the life cycle."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from service.models import Serving
from service.moments import to_text
from slotwise import facets, moment, person
from slotwise.catalog import Catalog
from slotwise.person import PersonState
from slotwise.standing import HIDDEN, Standing
from slotwise.tags import Evidence

_PHASES = ("stage", "tier", "growth", "points")


def told(serving: Serving | None, state: PersonState, now: int) -> dict[str, Any]:
    """Return tags and life cycle of a person at `now` (ms UTC), as a document; nothing is said while no model is live.

    Tags that the person hides, and those of somebody who wants no personal answers, are told but not used.
    """
    if serving is None:
        return {"tags": [], "life_cycle": dict.fromkeys(_PHASES)}
    catalog = serving.live.catalog
    standing = _standing(serving, replace(state, personalize=True), now)
    return {
        "tags": [
            _tag(each, catalog, state.personalize and HIDDEN + each.tag.tag not in state.hidden)
            for each in standing.evidence()
        ],
        "life_cycle": {name: standing.fact(f"state.{name}") for name in _PHASES},
    }


def _standing(serving: Serving, state: PersonState, now: int) -> Standing:
    """The standing by everything but hidden attributes: a person sees their hidden tags too."""
    read = replace(person.readable(state), hidden=())
    model, catalog = serving.model, serving.live.catalog
    given = facets.facts({}, read.attributes)
    seen = moment.of_state(read, now, given, catalog, model.facets)
    return Standing(model.plan, seen, catalog, given, state.person_id)


def _tag(held: Evidence, catalog: Catalog, used: bool) -> dict[str, Any]:
    tag = held.tag
    return {
        "tag": tag.tag,
        "title": tag.title,
        "behaviour": tag.behaviour,
        "used": used,
        "evidence": {
            "events": held.count,
            "first_at": to_text(held.first),
            "last_at": to_text(held.last),
            "products": list(_ids(held, catalog)),
        },
        "expires_at": to_text(held.expires),
    }


def _ids(held: Evidence, catalog: Catalog) -> Iterator[str]:
    return (catalog.products.ids[code] for code in held.products.tolist())
