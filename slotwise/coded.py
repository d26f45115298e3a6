"""Coded: what a state holds of a person's past, in the codes of a catalogue, as fields of a moment.

Rows that are kept unpacked keep their codes beside them, and whatever is computed of these alone: the next request
about the same person finds all of it there, as long as state and catalogue are the same.
"""

from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple, TypeAlias
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from slotwise.catalog import Catalog
from slotwise.person import PersonState
from slotwise.person_rows import Rows

Fields: TypeAlias = dict[str, Any]
"""Fields of a moment by name, and what was computed of them alone."""


class Coded(NamedTuple):
    """What the catalogue knows of a state's rows, old to new, and the last of their times, ms UTC."""

    fields: Fields
    latest: int


class Kept(NamedTuple):
    """What a state's history keeps: a state of the same parts, over the same catalogue, is coded alike."""

    catalog: "ref[Catalog]"
    """Weak: the rows of somebody who does not come back must not hold a catalogue that was replaced."""
    shown: Sequence[Any]
    totals: Sequence[int]
    coded: Coded


def past(state: PersonState, catalog: Catalog, now: int) -> Fields:
    """Return what a state holds of the time before `now` (ms UTC), as far as the catalogue knows it."""
    history, shown, totals = state.history, state.shown, state.totals
    kept = history.kept if isinstance(history, Rows) else None
    if kept is not None and kept.catalog() is catalog and kept.shown is shown and kept.totals is totals:
        fields, latest = kept.coded
    else:
        fields, latest = coded = _coded(state, catalog)
        if isinstance(history, Rows):
            history.kept = Kept(ref(catalog), shown, totals, coded)
    return fields if latest < now else _before(fields, now)


def _coded(state: PersonState, catalog: Catalog) -> Coded:
    past_at, past_of, kinds, values, past_on = _columns(state.history)
    shown_at, shown_of, _, shown_on, dismissed = _columns(state.shown)
    products, times = _codes(past_of, catalog.products.ids.index), np.array(past_at, np.int64)
    contents, shown_times = _codes(shown_of, catalog.contents.ids.index), np.array(shown_at, np.int64)
    known, seen, places = _known(products), _known(contents), catalog.touchpoint_places
    fields = {
        "products": products[known],
        "times": times[known],
        "kinds": np.array(kinds, np.int8)[known],
        "values": np.array(values, np.float64).clip(-_LARGEST, _LARGEST).astype(np.float32)[known],
        "shown": contents[seen],
        "shown_times": shown_times[seen],
        "dismissed": np.array(dismissed, np.bool_)[seen],
        "totals": np.array(state.totals, np.int64),
        "where": (lambda: _codes(shown_on, places)[seen], lambda: _codes(past_on, places)[known]),
    }
    return Coded(fields, max([*past_at, *shown_at], default=0))


def _before(fields: Fields, now: int) -> Fields:
    """Return the fields of the rows before now, without what was computed of all of them."""
    known, seen = fields["times"] < now, fields["shown_times"] < now
    shown_on, past_on = fields["where"]
    return {
        **{name: fields[name][known] for name in ("products", "times", "kinds", "values")},
        **{name: fields[name][seen] for name in ("shown", "shown_times", "dismissed")},
        "totals": fields["totals"],
        "where": (lambda: shown_on()[seen], lambda: past_on()[known]),
    }


def _columns(rows: Sequence[tuple[Any, ...]]) -> Sequence[Sequence[Any]]:
    return rows.columns if isinstance(rows, Rows) else tuple(zip(*rows, strict=True)) or ((),) * 5


def _codes(names: Sequence[str], index: Mapping[str, int]) -> NDArray[np.int32]:
    return np.fromiter(map(index.get, names, repeat(-1)), np.int32, len(names))


def _known(codes: NDArray[np.int32]) -> slice | NDArray[np.bool_]:
    """Which entries the catalogue knows: as a rule all of them, and nothing has to be picked."""
    known = codes >= 0
    return slice(None) if known.all() else known


_LARGEST = float(np.finfo(np.float32).max)
