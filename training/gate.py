"""Gate: whether a version may become champion, and every reason why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """What a champion must keep to."""

    p95_ms: float = 50.0
    """95th percentile of one decision in milliseconds, as measured when it was trained."""
    megabytes: float = 2_000.0
    """Size of the bundle."""
    slice_loss: float = 0.05
    """Share of the champion's value that a slice may lose, where it loses beyond its interval."""


def reasons(
    evaluation: Mapping[str, Any], champion: Mapping[str, Any] | None, limits: Limits, first: bool = False
) -> list[str]:
    """Return why a version may not become champion; an empty list lets it pass.

    `evaluation` is what the version's run says of it, `champion` its comparison with the champion; without a champion
    the version must beat the popular baseline, or be let in as the first.
    """
    found = cost(evaluation, limits)
    if champion is None:
        return found if first else found + _beats_popular(evaluation)
    return found + _beats_champion(evaluation, champion) + _slices(champion, limits)


def cost(evaluation: Mapping[str, Any], limits: Limits) -> list[str]:
    """Return what of a version is too slow or too large."""
    found = []
    late = evaluation.get("latency", {}).get("p95_ms")
    if late is not None and late > limits.p95_ms:
        found.append(f"a decision takes {late:.1f} ms at the 95th percentile; the limit is {limits.p95_ms:g} ms")
    size = evaluation.get("bundle_bytes", 0) / 1e6
    if size > limits.megabytes:
        found.append(f"the bundle has {size:.0f} MB; the limit is {limits.megabytes:g} MB")
    return found


def _beats_popular(evaluation: Mapping[str, Any]) -> list[str]:
    main = evaluation.get("main")
    if main is None:
        return ["it was trained without evaluation, so nothing shows that it beats the popular baseline"]
    own, popular = (evaluation["metrics"][name][main]["value"] for name in ("model", "popular"))
    if own is None or popular is None:
        return [f"{main} could not be computed"]
    if own <= popular:
        return [f"{main} is {own:.4f}, not above the popular baseline's {popular:.4f}"]
    return []


def _beats_champion(evaluation: Mapping[str, Any], champion: Mapping[str, Any]) -> list[str]:
    main = evaluation.get("main")
    difference = champion.get("differences", {}).get(main)
    if difference is None:
        how = champion.get("how", "they were not compared")
        return [f"there is no comparison with version {champion.get('version')}: {how}"]
    low, high, value = difference["low"], difference["high"], difference["value"]
    if low is None or low <= 0:
        return [
            f"{main} differs from version {champion['version']} by {_signed(value)} "
            f"({_signed(low)} to {_signed(high)}): not better beyond the interval"
        ]
    return []


def _slices(champion: Mapping[str, Any], limits: Limits) -> list[str]:
    found = []
    for name, each in champion.get("slices", {}).items():
        difference, usual = each["difference"], each["champion"]["value"]
        value, high = difference["value"], difference["high"]
        if value is None or high is None or not usual:
            continue
        if high < 0 and -value > limits.slice_loss * abs(usual):
            bounds = f"{_signed(difference['low'])} to {_signed(high)}"
            found.append(f"{name} loses {-value:.4f} of {usual:.4f} ({bounds})")
    return found


def _signed(value: float | None) -> str:
    return "unknown" if value is None else f"{value:+.4f}"
