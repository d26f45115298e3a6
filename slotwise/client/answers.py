"""Answers: a decision as dataclasses; fields that a newer service adds are let pass."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a content is in its slot: a code that stays, and a text for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Placement:
    """A content in a slot, with what an event about it has to say. Slots count from 1."""

    touchpoint: str
    slot: int
    content_id: str
    product_id: str
    decision_id: str
    title: str = ""
    deeplink: str = ""
    score: float = 0.0
    propensity: float = 1.0
    """Probability that the policy put this content here, given the slots before."""
    token: str = ""
    """Signed by the service; events return it."""
    reason: Reason | None = None
    person: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Whom the decision was for, as asked: events about the placement are theirs."""


@dataclass(frozen=True, slots=True)
class Slate:
    """All placements of one touchpoint; `error` names what was wrong with this touchpoint alone."""

    touchpoint: str
    placements: tuple[Placement, ...]
    service_level: str = ""
    short: str = ""
    """Why there are fewer placements than asked for."""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One answered request."""

    decision_id: str
    slates: Mapping[str, Slate]
    """By touchpoint, in the order asked."""
    scene: str | None = None
    known: bool = False
    """Whether anything is known of the person."""
    ttl_seconds: int = 0
    request_id: str = ""

    def __getitem__(self, touchpoint: str) -> tuple[Placement, ...]:
        """Return the placements of a touchpoint; raises KeyError when it was not asked for."""
        return self.slates[touchpoint].placements


def read_decision(document: Mapping[str, Any], person: Mapping[str, Any]) -> Decision:
    """Return the decision of a JSON answer; raise KeyError or TypeError when it is none."""
    decision_id = document["decision_id"]
    slates = [_slate(each, decision_id, person) for each in document["touchpoints"]]
    return Decision(
        decision_id=decision_id,
        slates={each.touchpoint: each for each in slates},
        scene=document.get("scene"),
        known=bool(document.get("person", {}).get("known")),
        ttl_seconds=document.get("ttl_seconds", 0),
        request_id=document.get("request_id") or "",
    )


def _slate(entry: Mapping[str, Any], decision_id: str, person: Mapping[str, Any]) -> Slate:
    name = entry["touchpoint"]
    return Slate(
        touchpoint=name,
        placements=tuple(_placement(each, name, decision_id, person) for each in entry["placements"]),
        service_level=entry.get("service_level") or "",
        short=entry.get("short") or "",
        error=(entry.get("error") or {}).get("code", ""),
    )


def _placement(each: Mapping[str, Any], touchpoint: str, decision_id: str, person: Mapping[str, Any]) -> Placement:
    reason = each.get("reason")
    return Placement(
        touchpoint=touchpoint,
        slot=each["slot"],
        content_id=each["content_id"],
        product_id=each["product_id"],
        decision_id=decision_id,
        title=each.get("title") or "",
        deeplink=each.get("deeplink") or "",
        score=each.get("score", 0.0),
        propensity=each.get("propensity", 1.0),
        token=each.get("token") or "",
        reason=Reason(reason["code"], reason["text"]) if reason else None,
        person=person,
    )
