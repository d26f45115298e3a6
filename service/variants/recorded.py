"""Recorded: what a decision's record says of its experiments, so that every part of it can be made again."""

from typing import Any

from service.logged_features import columns, packed
from service.stores.decisions import FeatureNames
from service.variants.trial import Filled, Part, Trial, label
from slotwise import log
from slotwise.model import Model


def entry_of(filled: Filled) -> dict[str, Any]:
    """Return what the record adds to a touchpoint: its experiments, and the model that answered."""
    if not filled.experiments and not filled.part.key:
        return {}
    return {
        log.EXPERIMENTS: [each.experiment for each in filled.experiments],
        log.VARIANT: label(filled.experiments),
        "model": filled.serving.model.describe(),
    }


def teams(placements: list[dict[str, Any]], filled: Filled) -> None:
    """Note whose choice each placement is. How likely it was over all draws of both lists is not known: NULL is told,
    and what is known of it, the chance of the coins given both lists, under a name of its own."""
    for placement, team in zip(placements, filled.teams, strict=False):
        placement[log.TEAM] = team
        placement["draft_propensity"], placement[log.PROPENSITY] = placement[log.PROPENSITY], None
        placement["prefix_propensity"] = None


def part_of(part: Part, trial: Trial) -> dict[str, Any]:
    """Return what one call of decide() was made of and for."""
    serving = part.serving
    boot, number = serving.refreshed or (None, None)
    return {
        "part": part.number,
        "variants": [list(step) for step in part.key],
        "touchpoints": [each.slate.touchpoint for each in trial.answered if part in (each.part, each.other)],
        "interleaved": any(each.other is not None and part in (each.part, each.other) for each in trial.answered),
        "page": part.wanted.page,
        "model": {**serving.model.describe(), "folder": serving.published.folder, "digest": serving.published.digest},
        "configuration_revision": serving.revision,
        "live": {"at": serving.live.at, "boot": boot, "number": number},
        log.POLICY: part.decision.policy,
        log.SCENE: part.decision.scene,
    }


def features_kept(trial: Trial) -> list[bool]:
    """Return for which touchpoints the ranker's features are logged: one decision has one set of names for them."""
    model = _named_by(trial)
    return [
        each.slate.read is not None
        and bool(each.slate.placements)
        and model is not None
        and each.serving.model.features.fingerprint == model.features.fingerprint
        for each in trial.answered
    ]


def packed_of(trial: Trial) -> tuple[bytes | None, FeatureNames]:
    """Return the features of all placements that are logged, with their names, which all models of a trial share."""
    kept = zip(trial.answered, features_kept(trial), strict=True)
    found = [
        packed(each.serving.model, each.serving.live, [each.slate], whole=True) or b""
        for each, is_kept in kept
        if is_kept
    ]
    model = _named_by(trial) or trial.answered[0].serving.model
    return b"".join(found) or None, columns(model, whole=True).named


def _named_by(trial: Trial) -> Model | None:
    return next((each.serving.model for each in trial.answered if each.slate.read and each.slate.placements), None)
