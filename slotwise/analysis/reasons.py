"""Reasons: why a content got its verdict, in words: how far behind it is, in which slot and which segment most."""

from collections.abc import Iterable, Mapping
from typing import Any

from slotwise.analysis.judging import NEEDS_DATA, PROMOTE, REPLACE

_LEAST = 1.0
"""Clicks that must be missing somewhere for the place to be named."""
_FAILS = 0.6
"""A place is named where at most this share of the clicks that were due came."""


def why(row: Mapping[str, Any]) -> str:
    """Return the reason of one row of a review, without a full stop at its end when there is more to say in numbers."""
    ratio = row["ratio"]
    parts = [
        f"{ratio['value']:.2f} times the clicks of a typical content here "
        f"({ratio['low']:.2f} to {ratio['high']:.2f}): {row['clicks']} where {row['due']:.1f} were due"
    ]
    if row["verdict"] == REPLACE:
        parts += [f"it fails in {', '.join(row['fails_in'])}"] if row["fails_in"] else []
        parts += _elsewhere(row)
        parts += _replacement(row)
    if row["verdict"] == NEEDS_DATA:
        parts += ["too few to tell whether it is weak"]
    if row["verdict"] == PROMOTE:
        parts += [f"it had {row['share']:.1%} of the exposures"]
    parts += _changing(row)
    return "; ".join(parts)


def fails_in(row: Mapping[str, Any]) -> list[str]:
    """Return where the most clicks are missing: `slot 1`, `scene over_quota`; nothing where there is but one place."""
    slot = _worst((each["slot"], each) for each in row["slots"])
    named = [f"slot {slot}"] if slot is not None and len(row["slots"]) > 1 else []
    for name, values in row["segments"].items():
        value = _worst((each["segment"], each) for each in values)
        named += [f"{name} {value or 'none'}"] if value is not None and len(values) > 1 else []
    return named


def _worst(places: Iterable[tuple[Any, Mapping[str, Any]]]) -> Any:
    """Return the place where the most clicks are missing."""
    missing = [
        (each["due"] - each["clicks"], name)
        for name, each in places
        if each["due"] - each["clicks"] >= _LEAST and each["clicks"] <= _FAILS * each["due"]
    ]
    return max(missing, key=lambda each: each[0])[1] if missing else None


def _elsewhere(row: Mapping[str, Any]) -> list[str]:
    return ["weak in all touchpoints together"] if row["weak_everywhere"] else ["weak in this touchpoint alone"]


def _replacement(row: Mapping[str, Any]) -> list[str]:
    gain = row["gain"]
    if gain["replacement"] is None:
        return ["nothing that the touchpoint takes is known to be better"]
    return [f"{gain['replacement']} is expected to bring {gain['clicks']['value']:.1f} clicks more a week"]


def _changing(row: Mapping[str, Any]) -> list[str]:
    found = []
    if row["trend"]["high"] < 0 or row["trend"]["low"] > 0:
        found += [f"{row['trend']['value']:+.0%} a day"]
    if row["fatigue"]["high"] < 0:
        found += [f"{row['fatigue']['value']:+.0%} with every doubling of the times a person sees it"]
    return found
