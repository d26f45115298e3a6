"""Results as a table for people and as plain values for programs."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.quality.intervals import Interval, interval, paired_difference, paired_ratio, person_weights
from bench.quality.protocols import Protocol
from bench.quality.tuning import Result


def compare(protocol: Protocol, peers: list[Result], ours: Result | None) -> dict[str, Any]:
    """Every metric of every result with its interval, and ours against the best peer of each metric, paired."""
    found = {"set": protocol.name(), "title": protocol.title, "metrics": {}}
    for metric in (peers or [ours])[0].measures if peers or ours else ():  # type: ignore[union-attr]
        weights = _weights(metric, [*peers, *([ours] if ours else [])])
        rows = [_row(result, metric, weights) for result in sorted(peers, key=lambda r: -r.measures[metric].value())]
        entry: dict[str, Any] = {"peers": rows}
        contenders = [result for result in peers if not result.reference]
        if ours:
            entry["ours"] = _row(ours, metric, weights)
        if ours and contenders:
            best = max(contenders, key=lambda result: result.measures[metric].value())
            pair = ours.measures[metric], best.measures[metric], weights
            entry |= {"best": best.name, "ratio": _plain(paired_ratio(*pair)),
                      "difference": _plain(paired_difference(*pair))}  # fmt: skip
        found["metrics"][metric] = entry
    return found


def _weights(metric: str, results: list[Result]) -> np.ndarray:
    """The draws over the persons of this metric; all results must be about the same queries of the same persons."""
    clusters = [result.measures[metric].cluster for result in results]
    if any(not np.array_equal(clusters[0], cluster) for cluster in clusters[1:]):
        raise ValueError(f"{metric}: the results are not about the same queries")
    return person_weights(int(clusters[0].max()) + 1)


def _row(result: Result, metric: str, weights: np.ndarray) -> dict[str, Any]:
    row = {"name": result.name, **_plain(interval(result.measures[metric], weights)), "seconds": result.seconds}
    return row | ({"reference": result.reference} if result.reference else {"chosen": result.chosen})


def _plain(found: Interval) -> dict[str, float]:
    return {"value": round(found.value, 4), "low": round(found.low, 4), "high": round(found.high, 4)}


def text(found: dict[str, Any]) -> str:
    """The comparison of one set as lines of text."""
    lines = [f"{found['set']}: {found['title']}"]
    for metric, entry in found["metrics"].items():
        lines.append(f"  {metric}")
        rows = entry["peers"] + ([entry["ours"] | {"name": "Slotwise"}] if "ours" in entry else [])
        lines += [f"    {row['name']:<34} {_span(row)}{'  reference' * ('reference' in row)}" for row in rows]
        if "ratio" in entry:
            ratio, difference = _span(entry["ratio"]), _span(entry["difference"])
            lines.append(f"    ours / {entry['best']}: {ratio}   ours - {entry['best']}: {difference}")
        lines += [f"    reference: {row['name']}: {row['reference']}" for row in rows if "reference" in row]
    return "\n".join(lines)


def _span(row: dict[str, float]) -> str:
    return f"{row['value']:.4f} [{row['low']:.4f}, {row['high']:.4f}]"
