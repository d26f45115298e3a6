"""One line of the table: what was measured, what is to be reached, and whether it was."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """`value` in `unit`, to be at least (">=") or at most ("<=") the target; without a target, a report."""

    what: str
    value: float
    unit: str
    sense: str = ""
    target: float | None = None
    detail: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None without one."""
        if self.target is None:
            return None
        return self.value >= self.target if self.sense == ">=" else self.value <= self.target

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {**asdict(self), "reached": self.reached}


def table(rows: list[Row]) -> str:
    """The rows for people, one line each."""
    cells = [("what", "measured", "target", "", "how")]
    for row in rows:
        target = "" if row.target is None else f"{row.sense} {row.target:g}"
        mark = {None: "", True: "reached", False: "SHORT"}[row.reached]
        cells.append((row.what, f"{row.value:.3g} {row.unit}", target, mark, row.detail))
    widths = [max(len(line[column]) for line in cells) for column in range(4)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[4]]).rstrip()
        for line in cells
    )
