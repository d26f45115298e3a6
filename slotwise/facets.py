"""Facets: the categorical sides of person and scene, each value a row number.

A facet is one field of the context (`context.channel`), of the person (`person.city`), the named
scene or the touchpoint. All facets share one axis of values, so that a product's counts by scene, by
segment and by touchpoint are one table.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Facts = Mapping[str, str | float]
"""Facts about one moment by full name: `context.channel`, `person.city`, `state.layer`, `scene`, `touchpoint`."""

_NAN, _LARGEST = float("nan"), float(np.finfo(np.float32).max)
TOUCHPOINT = "touchpoint"
"""Name of the facet that holds the touchpoint: the only one that differs between the touchpoints of one call."""
SCENE = "scene"
CONTEXT = "context."
"""How the names of facts of the context begin."""


@dataclass(frozen=True)
class Facet:
    """One categorical field with the values seen in training, most frequent first."""

    name: str
    values: tuple[str, ...]

    @property
    def theme(self) -> str:
        """`segment` for what belongs to the person, `touchpoint` for the place itself, else `scene`."""
        if self.name == TOUCHPOINT:
            return TOUCHPOINT
        return "segment" if self.name.startswith("person.") else "scene"


@dataclass(frozen=True)
class Facets:
    """All facets and the names of the numeric facts, in the order of their columns."""

    fields: tuple[Facet, ...] = ()
    numbers: tuple[str, ...] = ()

    @cached_property
    def offsets(self) -> NDArray[np.int32]:
        """int32 (n_facets + 1,): first row of each facet on the common axis."""
        sizes = [len(field.values) for field in self.fields]
        return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)

    @property
    def size(self) -> int:
        """Number of rows of the common axis."""
        return int(self.offsets[-1])

    @cached_property
    def _rows(self) -> list[tuple[str, dict[str, int]]]:
        starts = self.offsets.tolist()
        return [
            (field.name, {value: start + place for place, value in enumerate(field.values)})
            for field, start in zip(self.fields, starts[:-1], strict=True)
        ]

    @cached_property
    def _columns(self) -> dict[str, NDArray[np.intp]]:
        themes = [field.theme for field in self.fields]
        return {
            theme: np.array([place for place, each in enumerate(themes) if each == theme], dtype=np.intp)
            for theme in ("scene", "segment", TOUCHPOINT)
        }

    @cached_property
    def _places(self) -> dict[str, int]:
        return {field.name: place for place, field in enumerate(self.fields)}

    def encode(self, facts: Facts) -> NDArray[np.int32]:
        """Return int32 (n_facets,): row of each facet's value, -1 where it is missing or unseen."""
        texts = ((rows, text_of(facts.get(name))) for name, rows in self._rows)
        return np.array([-1 if text is None else rows.get(text, -1) for rows, text in texts], dtype=np.int32)

    def measure(self, facts: Facts) -> NDArray[np.float32]:
        """Return float32 (n_numbers,): the numeric facts, NaN where missing, not a number or not finite."""
        return np.array([number_of(facts.get(name)) for name in self.numbers], dtype=np.float32)

    def encode_column(self, place: int, values: Iterable[str | float | None]) -> list[int]:
        """Return what `encode` gives for one facet, the fact of many moments at once: None where it is missing."""
        find: Callable[[Any, int], int] = self._rows[place][1].get
        return [-1 if each is None else find(each if isinstance(each, str) else text_of(each), -1) for each in values]

    def decode(self, rows: NDArray[np.int32], numbers: NDArray[np.float32]) -> dict[str, str | float]:
        """Return the facts that `encode` and `measure` read these values from; what was missing is left out.

        rows int32 (n_facets,) on the common axis, numbers float32 (n_numbers,).
        """
        known = zip(self.fields, rows.tolist(), self.offsets.tolist(), strict=False)
        found: dict[str, str | float] = {
            field.name: field.values[row - start] for field, row, start in known if row >= 0
        }
        found.update(
            {name: value for name, value in zip(self.numbers, numbers.tolist(), strict=True) if value == value}
        )
        return found

    def columns(self, theme: str) -> NDArray[np.intp]:
        """Return the places of the facets of a theme (`scene`, `segment` or `touchpoint`)."""
        return self._columns[theme]

    def place(self, name: str) -> int:
        """Return the column of a facet by name, or -1."""
        return self._places.get(name, -1)

    def with_touchpoint(self, facets: NDArray[np.int32], touchpoint: str) -> NDArray[np.int32]:
        """Return a copy of encoded facets, int32 (n_facets,), with another touchpoint; an empty name for none."""
        place = self.place(TOUCHPOINT)
        changed = facets.copy()
        if place >= 0:
            changed[place] = self.touchpoint_row(touchpoint)
        return changed

    def touchpoint_row(self, touchpoint: str) -> int:
        """Return the row of a touchpoint on the common axis, -1 for one that was never seen."""
        place = self.place(TOUCHPOINT)
        return self._rows[place][1].get(touchpoint, -1) if place >= 0 else -1

    def codes(self, name: str, rows: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return float32 like `rows`: codes of a facet's values from 0 on, NaN where a row is -1."""
        code = (rows - self.offsets[self.place(name)]).astype(np.float32)
        return np.where(rows >= 0, code, np.float32(np.nan))

    def set_value(self, facets: NDArray[np.int32], name: str, value: str) -> None:
        """Set one facet among encoded ones, int32 (n_facets,), in place; without such a facet nothing changes."""
        place = self.place(name)
        if place >= 0:
            facets[place] = self._rows[place][1].get(value, -1)

    def to_json(self) -> dict[str, Any]:
        """Return a plain document from which `from_json` makes the same facets."""
        fields = [{"name": field.name, "values": list(field.values)} for field in self.fields]
        return {"fields": fields, "numbers": list(self.numbers)}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Facets":
        """Read what `to_json` wrote."""
        fields = tuple(Facet(each["name"], tuple(each["values"])) for each in document["fields"])
        return cls(fields, tuple(document["numbers"]))


def text_of(value: str | float | None) -> str | None:
    """Return a fact as the value of a category, None for what is none."""
    if value is None or isinstance(value, str):
        return value
    # Numbers as categories, such as a city's code: written in full, 440300 and 440300.0 alike.
    return f"{value:.15g}" if abs(value) < 1e15 else None


def number_of(value: str | float | None) -> float:
    """Return a fact as a number, NaN for what is none that float32 can hold."""
    if value is None or isinstance(value, str):
        return _NAN
    return float(value) if -_LARGEST < value < _LARGEST else _NAN


def facts(
    context: Mapping[str, str | float],
    attributes: Mapping[str, str | float],
) -> dict[str, str | float]:
    """Gather what was told of one moment under full names; the rest is computed (`slotwise.standing`)."""
    named: dict[str, str | float] = {f"{CONTEXT}{name}": value for name, value in context.items()}
    named.update({f"person.{name}": value for name, value in attributes.items()})
    return named


def with_scene(known: Facts, scene: str | None) -> Facts:
    """Return the facts with the named scene among them."""
    return known if scene is None else {**known, SCENE: scene}
