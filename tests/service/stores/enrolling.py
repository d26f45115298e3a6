"""Rows of `assignments`, for the tests of several stores."""

from typing import Any


def assignment(decision_id: str = "d", experiment: str = "e", at: int = 5, **more: Any) -> dict[str, Any]:
    """A row: person p in the challenger's variant, with other values by keyword."""
    row = {"decision_id": decision_id, "experiment": experiment, "decided_at": at, "person_id": "p", "session": "s"}
    row |= {"unit": "p", "phase": 1, "variant": "challenger", "probability": 0.5, "reason": "assigned"}
    row |= {"served": "challenger", "model": "m", "version": "2", "service_level": "ranker", "elapsed_ms": 2.5}
    return {**row, **more}
