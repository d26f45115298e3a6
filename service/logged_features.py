"""Logged features: the values that the ranker read of what was placed, as bytes, and back by name.

For each touchpoint that the ranker answered the request's part once, then the product's and the match's part of
every placement, float32 little-endian, one after the other. What no tree looks at is not computed, and has no place.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from service.stores.decisions import FeatureNames
from slotwise.decision import Slate
from slotwise.features import FeatureSet, Items
from slotwise.live import Live
from slotwise.model import Model

PARTS = ("request", "product", "match")
_KEY = "logged product features"
_TYPE = np.dtype("<f4")
_FEW = 0.75
"""Features are left out where fewer than this share of them is read."""
Places = NDArray[np.int64]


class Columns(NamedTuple):
    """The features that are logged: their places in each part of a model's features, and their names."""

    request: Places
    product: Places
    match: Places
    named: FeatureNames
    whole: bool
    """Whether they are all that there are."""


def columns(model: Model, whole: bool = False) -> Columns:
    """Return what is logged of a model: the features that its trees read, or all of them, the others missing.

    All of them is what models share whose trees read different ones. So it is where nearly all are read: to pick them
    would take longer than to store the rest.
    """
    kept, key = model.served.kept, "all logged" if whole else "logged"
    found: Columns | None = kept.get(key)
    if found is None:
        found = kept[key] = _columns(model, whole)
    return found


def _columns(model: Model, whole: bool) -> Columns:
    parts = _parts(model.features)
    used = np.ones(sum(map(len, parts)), np.bool_)
    if not whole and model.trees is not None and model.trees.used.mean() < _FEW:
        used = model.trees.used
    begins = np.cumsum([0, *map(len, parts)])
    request, product, match = (used[begins[part] : begins[part + 1]].nonzero()[0] for part in range(len(parts)))
    chosen = zip(PARTS, parts, (request, product, match), strict=True)
    names = {part: [own[place] for place in places] for part, own, places in chosen}
    written = orjson.dumps(names)
    key = hashlib.sha256(model.features.fingerprint.encode() + written).hexdigest()[:16]
    named = FeatureNames(model.features.fingerprint if used.all() else key, written.decode())
    return Columns(request, product, match, named, bool(used.all()))


def packed(model: Model, live: Live, slates: Sequence[Slate], whole: bool = False) -> bytes | None:
    """Return the features of all placements that the ranker chose, as `columns` has them; None without any."""
    chosen = [each for each in slates if each.read is not None and each.placements]
    if not chosen:
        return None
    logged = columns(model, whole)
    rows, parts = _product_rows(model, live, logged, chosen), list[bytes]()
    for slate in chosen:
        request, matches = slate.read.request, slate.read.matches  # type: ignore[union-attr]
        if not logged.whole:
            request, matches = request.take(logged.request), matches.take(logged.match, axis=1)
        parts.append(_bytes(request))
        own, width = _bytes(matches), _TYPE.itemsize * matches.shape[1]
        for number, each in enumerate(slate.placements):
            parts += (rows[each.content], own[number * width : (number + 1) * width])
    return b"".join(parts)


def _product_rows(model: Model, live: Live, logged: Columns, slates: Sequence[Slate]) -> dict[int, bytes]:
    """Return the products' part of contents, those of all placements included; kept until the next tick."""
    rows: dict[int, bytes] = live.keep((_KEY, logged.named.feature_set), dict)
    # One by one: to take all keys from a set would walk through all that were kept since the tick.
    if lacking := {each.content for slate in slates for each in slate.placements if each.content not in rows}:
        missing = np.array(sorted(lacking), np.int32)
        found = model.served.product_rows(Items(missing, live.catalog.contents.product[missing], live))
        rows.update(zip(missing.tolist(), map(_bytes, found.take(logged.product, axis=1)), strict=True))
    return rows


def told(document: dict[str, Any], features: bytes, names: dict[str, list[str]]) -> dict[str, Any]:
    """Return a record with the features by name in every placement that has some; missing ones are left out."""
    values = np.frombuffer(features, _TYPE)
    sizes = [len(names[part]) for part in PARTS]
    for entry, block in _blocks(document, values, sizes):
        request = _by_name(names["request"], block[: sizes[0]])
        own = block[sizes[0] :].reshape(len(entry["placements"]), sizes[1] + sizes[2])
        for placement, row in zip(entry["placements"], own, strict=True):
            placement["features"] = request | _by_name(names["product"] + names["match"], row)
    return document


def _blocks(
    document: dict[str, Any], values: NDArray[np.float32], sizes: Sequence[int]
) -> Iterator[tuple[dict[str, Any], NDArray[np.float32]]]:
    start = 0
    for entry in document["touchpoints"]:
        if entry.get("features"):
            stop = start + sizes[0] + len(entry["placements"]) * (sizes[1] + sizes[2])
            yield entry, values[start:stop]
            start = stop


def _bytes(values: NDArray[np.float32]) -> bytes:
    return values.astype(_TYPE, copy=False).tobytes()


def _by_name(names: Sequence[str], values: NDArray[np.float32]) -> dict[str, float]:
    return {name: value for name, value in zip(names, values.tolist(), strict=True) if value == value}


def _parts(features: FeatureSet) -> list[list[str]]:
    themes = (("person", "scene"), ("product",), ("match",))
    return [[each.name for each in features.of_theme(*each_part)] for each_part in themes]
