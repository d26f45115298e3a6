"""Forecasts: what off-policy evaluation said of versions, held against what their experiments measured.

One line of JSON a forecast or a measurement, only ever added to. Both are told as lifts over the champion, since a
forecast is a value a decision and an experiment's a value a person.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from slotwise.errors import EvaluationError

FILE = Path("var/forecasts.jsonl")


def forecast(name: str, version: str, evaluated: Mapping[str, Any], candidate: str, made_at: int) -> dict[str, Any]:
    """Return the forecast of a version from an evaluation's document; `made_at` is ms UTC."""
    found = evaluated["candidates"][candidate]["overall"]
    return {
        "kind": "forecast",
        "name": name,
        "version": version,
        "made_at": made_at,
        "reward": evaluated["reward"],
        "lift": _lift(found["difference"], found["champion"]),
        "estimator": found["estimator"],
        "to_traffic": found["to_traffic"],
        "refused": found["refused"],
    }


def measured(
    name: str, version: str, reward: str, report: Mapping[str, Any], variant: str, metric: str
) -> dict[str, Any]:
    """Return what an experiment's report measured of the variant that a version was.

    Raises EvaluationError when the report has no such metric or variant.
    """
    compared = {each["metric"]: each["comparisons"] for each in report["metrics"]}
    found = compared.get(metric, {}).get(variant)
    if found is None:
        raise EvaluationError(
            "the report does not say this", expected={key: sorted(each) for key, each in compared.items()},
            given={"metric": metric, "variant": variant},
        )  # fmt: skip
    relative = found["relative"] or {}
    lift = {key: relative.get(key) for key in ("value", "low", "high")}
    told = {"name": name, "version": version, "reward": reward, "lift": lift}
    return {"kind": "measured", "experiment": report["experiment"], "phase": report.get("phase"), **told}


def keep(path: Path, told: Mapping[str, Any]) -> None:
    """Add a forecast or a measurement."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(orjson.dumps(told) + b"\n")


def kept(path: Path) -> list[dict[str, Any]]:
    """Return all that was kept, oldest first."""
    return [orjson.loads(line) for line in path.read_bytes().splitlines()] if path.is_file() else []


def held_against(told: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return a row for every measured version with the last forecast that was made of it before.

    `covered`: whether the measured lift is inside the forecast's interval, once the measurement's own error is added.
    """
    last: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    rows = []
    for each in told:
        key = (each["name"], each["version"], each["reward"])
        if each["kind"] == "forecast":
            last[key] = each
            continue
        said = last.get(key, {}).get("lift")
        rows.append(
            {
                "name": each["name"],
                "version": each["version"],
                "reward": each["reward"],
                "experiment": each["experiment"],
                "forecast": said,
                "measured": each["lift"],
                "covered": None if said is None else _covered(said, each["lift"]),
            }
        )
    return rows


def _covered(said: Mapping[str, float], found: Mapping[str, float | None]) -> bool | None:
    if found["value"] is None or said["value"] is None:
        return None
    own = (said["high"] - said["low"]) / 2
    other = 0.0 if found["low"] is None or found["high"] is None else (found["high"] - found["low"]) / 2
    return bool(abs(said["value"] - found["value"]) <= np.hypot(own, other))


def _lift(difference: Mapping[str, float] | None, champion: Mapping[str, float]) -> dict[str, float] | None:
    """The difference as a share of the champion's value, whose own error is small beside it."""
    base = champion["value"]
    if difference is None or not base:
        return None
    return {key: difference[key] / base for key in ("value", "low", "high")}
