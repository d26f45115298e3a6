"""Closed loop: what Slotwise is worth, shown on simulated worlds whose truth is known, one claim a file.

A claim is shown once for each of several seeds; what is told of it are means over the seeds with their intervals. The
service's side of a claim sees the log only, never the truth. A file in this room is found by itself.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from slotwise.discovery import members

SEEDS = (101, 102, 103, 104, 105)
"""Worlds on which claims are shown; whatever was tuned was tuned on others."""
Watch = Callable[[str, float], None]
Shown = Mapping[str, float]


@dataclass(frozen=True)
class Figure:
    """One figure of a claim: its mean over the seeds with a 95 % interval; `reached` is None without a target."""

    figure: str
    value: float
    low: float
    high: float
    target: str = ""
    reached: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return dict(vars(self))


class Claim(ABC):
    """Something that is said of Slotwise, and how it is shown."""

    name: ClassVar[str]
    title: ClassVar[str]
    persons: ClassVar[int] = 2_000
    """Size of the world unless another one is asked for."""

    @abstractmethod
    def show(self, seed: int, persons: int, folder: Path, watch: Watch) -> Shown:
        """Return the figures of one world. `folder` is empty and may be written to."""

    @abstractmethod
    def figures(self, shown: Sequence[Shown]) -> list[Figure]:
        """Return what the worlds show together."""


def claims() -> dict[str, Claim]:
    """Return every claim of this room by name."""
    return {name: kind() for name, kind in members(__name__, Claim).items()}  # type: ignore[type-abstract]
