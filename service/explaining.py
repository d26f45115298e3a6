"""Explaining: everything that stood behind a decision, as one document."""

from typing import Any

import numpy as np

from service.explanation import explanation
from service.models import Serving
from service.people import Found
from service.reasons import reason
from service.variants.rows import told
from service.variants.trial import Filled, Part, Trial
from slotwise.decision import Placement, Slate, Wanted
from slotwise.explain import Explanation, Reading, explain

_LISTED = 100
"""Excluded products that are listed for a rule; all are counted."""


def explained(serving: Serving, found: Found, wanted: Wanted) -> dict[str, Any]:
    """Return the stages in their order: person, scene, rules, candidates, features, draw."""
    told = explain(serving.model, found.state, wanted, serving.live)
    ids = serving.model.catalog.products.ids
    return {
        "person": {
            "id": found.person_id or None,
            "known": found.known,
            "personalized": wanted.personalize and found.state.personalize,
            "history": told.history,
        },
        "scene": told.decision.scene,
        "facts": told.facts,
        "now": wanted.now,
        "model": {**serving.model.describe(), "counts_at": serving.live.at},
        "configuration_revision": serving.revision,
        "policy": told.decision.policy,
        "rules": [
            {"rule": name, "excluded": len(products), "products": [ids[each] for each in products[:_LISTED]]}
            for name, products in told.excluded.items()
        ],
        "notes": told.decision.notes,
        "touchpoints": [_touchpoint(serving, told, each) for each in told.decision.slates],
    }


def explained_trial(trial: Trial, found: Found) -> dict[str, Any]:
    """Return the same under experiments: each touchpoint by the models that answered it."""
    documents = {each.number: explained(each.serving, found, each.wanted) for each in trial.parts}
    entries = []
    for filled in trial.answered:
        for part in (filled.part, filled.other):
            if part is not None:
                told_by = documents[part.number]["touchpoints"]
                entry = next(each for each in told_by if each["touchpoint"] == filled.slate.touchpoint)
                entries.append({**entry, **_made_of(filled, part)})
    first = documents[trial.parts[0].number]
    return {**first, "experiments": [told(each) for each in trial.enrolment.assigned], "touchpoints": entries}


def _made_of(filled: Filled, part: Part) -> dict[str, Any]:
    return {
        "model": part.serving.model.describe(),
        "scene": part.decision.scene,
        "experiments": [{"key": each.experiment, "variant": each.variant} for each in filled.experiments],
        "variants": [step._asdict() for step in part.key],
        "interleaved": filled.other is not None,
    }


def _touchpoint(serving: Serving, told: Explanation, slate: Slate) -> dict[str, Any]:
    readings = {each.content: each for each in told.readings[slate.touchpoint]}
    return {
        "touchpoint": slate.touchpoint,
        "service_level": slate.level,
        "short": slate.short or None,
        "rules_set_aside": slate.aside,
        **explanation(serving.model, slate),
        "placements": [
            _placement(serving, slate, each, readings.get(each.content), told.decision.scene)
            for each in slate.placements
        ],
    }


def _placement(
    serving: Serving, slate: Slate, placement: Placement, reading: Reading | None, scene: str | None
) -> dict[str, Any]:
    model = serving.model
    why = reason(model, slate, placement, bool(model.fresh(serving.live)[placement.content]), scene, serving.live)
    document: dict[str, Any] = {
        "slot": placement.slot,
        "content_id": model.catalog.contents.ids[placement.content],
        "product_id": model.catalog.products.ids[placement.product],
        "score": placement.score,
        "propensity": placement.propensity,
        "prefix_propensity": placement.prefix,
        "reason": {"code": why.code, "text": why.text},
    }
    if reading is not None:
        document["features"] = _features(serving, reading)
    return document


def _features(serving: Serving, reading: Reading) -> list[dict[str, Any]]:
    """All features, the one that moved the score most first; a missing value is null."""
    order = np.argsort(-np.abs(reading.effects), kind="stable")
    features = serving.model.features.features
    return [
        {
            "feature": features[place].name,
            "theme": features[place].theme,
            "unit": features[place].unit,
            "value": float(reading.values[place]) if np.isfinite(reading.values[place]) else None,
            "effect": float(reading.effects[place]),
        }
        for place in order.tolist()
    ]
