"""Experiments for tests: small documents, changed as given."""

from typing import Any

from slotwise.documents.experiments import Experiment, Phase

NOW = 1_767_225_600_000
DAY = 86_400_000
HALVES = [{"variant": "control", "weight": 0.5}, {"variant": "challenger", "weight": 0.5}]


def experiment(name: str = "ranker", **given: Any) -> Experiment:
    """A draft of two halves, changed as given; all buckets are asked for."""
    written = {"experiment": name, "variants": HALVES, "control": "control", "primary": {"metric": "click_rate"}}
    return Experiment.model_validate({**written, "share": 1.0, **given}, strict=False)


def running(name: str = "ranker", *, phase: dict[str, Any] | None = None, **given: Any) -> Experiment:
    """The same in its first phase since NOW, which owns all buckets of its layer and is changed as given."""
    draft = experiment(name, **given)
    written: dict[str, Any] = {
        "number": 1,
        "began_at": NOW,
        "unit": draft.unit,
        "audience": draft.audience,
        "touchpoints": draft.touchpoints,
        "variants": [each.model_dump() for each in draft.variants],
        "control": draft.control,
        "ramp": [{"at": NOW, "share": 1.0, "buckets": [[0, 10_000]]}],
        **(phase or {}),
    }
    began = Phase.model_validate(written, strict=False)
    return draft.model_copy(update={"status": given.get("status", "running"), "phases": [began]})
