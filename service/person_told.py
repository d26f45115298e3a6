"""A person as they are told: what is known, what of it is used, and where it came from."""

from collections.abc import Sequence
from typing import Any

from service.moments import to_text
from service.namespaces import Namespaces
from service.stores.merges import Merge
from slotwise import layers, person
from slotwise.events import KINDS
from slotwise.person import PersonState

_NAMES = (*map(str, KINDS), "x.*")


def told(state: PersonState, now: int) -> dict[str, Any]:
    """Return a state as a document; `now` is ms UTC."""
    read = person.readable(state)
    return {
        "known": state.known,
        "layer": layers.layer_at(state.conversions, now).value,
        "layers": {layer.value: to_text(at) for layer, at in state.layers.items()},
        "consent": consent(state),
        "state": {
            "first_at": _text(state.first_at),
            "last_at": _text(state.last_at),
            "events": dict(zip(_NAMES, state.totals, strict=True)),
            "history": [
                {
                    "at": to_text(each.time),
                    "type": _NAMES[each.kind],
                    "product_id": each.product,
                    "value": each.value,
                    "touchpoint": each.touchpoint or None,
                }
                for each in reversed(state.history)
            ],
            "shown": [
                {
                    "at": to_text(each.time),
                    "content_id": each.content,
                    "product_id": each.product or None,
                    "touchpoint": each.touchpoint or None,
                    "dismissed": each.dismissed,
                }
                for each in reversed(state.shown)
            ],
        },
        "attributes": [
            {"name": name, "value": value, "used": name in read.attributes, "evidence": "given by the installation"}
            for name, value in sorted(state.attributes.items())
        ],
        "used": {"history": len(read.history), "shown": len(read.shown), "attributes": sorted(read.attributes)},
    }


def consent(state: PersonState) -> dict[str, Any]:
    """Return what a person allows, and since when."""
    return {"personalize": state.personalize, "hidden": list(state.hidden), "at": _text(state.consent_at)}


def identities(ids: Sequence[str], merges: Sequence[Merge], namespaces: Namespaces) -> list[dict[str, Any]]:
    """Return the identifiers among a person's ids, each with the link that brought it, none for the person's own."""
    links = {each.child: each for each in merges if each.undone_at is None}
    found = []
    for leaf in ids:
        identifier = namespaces.identifier(leaf)
        if identifier is not None:
            link = links.get(leaf)
            entry = {"namespace": identifier.namespace, "value": identifier.value}
            found.append({**entry, "link": link.merge_id if link else None, "at": _text(link.at) if link else None})
    return found


def merge(each: Merge) -> dict[str, Any]:
    """Return a merge: who became part of whom, when, why, on whose word, and whether it was undone."""
    return {
        "id": each.merge_id,
        "person_id": each.child,
        "into": each.parent,
        "via": each.via,
        "at": to_text(each.at),
        "cause": each.cause,
        "source": each.source,
        "by": each.by,
        "undone_at": _text(each.undone_at),
        "undone_by": each.undone_by,
    }


def _text(at: int | None) -> str | None:
    return None if at is None else to_text(at)
