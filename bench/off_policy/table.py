"""The figures of a world as a Markdown table."""

from collections.abc import Mapping
from typing import Any

COLUMNS = ("estimator", "error", "bias", "coverage", "tau", "refused")


def told(found: Mapping[str, Any]) -> str:
    """Return one world's table, with its targets below."""
    lines = [f"{found['world']}, {found['logs']} logs, {found['seconds']:.0f} s", ""]
    lines += ["| " + " | ".join(COLUMNS) + " |", "|---" * len(COLUMNS) + "|"]
    lines += ["| " + " | ".join(_cell(name, row[name]) for name in COLUMNS) + " |" for row in found["rows"]]
    lines += ["", *(f"- {each['target']}: {'reached' if each['reached'] else 'MISSED'}" for each in found["targets"])]
    return "\n".join(lines)


def _cell(name: str, value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, str | int):
        return str(value)
    return f"{value:.2f}" if name == "tau" else f"{value:.1%}"
