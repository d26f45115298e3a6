"""Logged features: the values that the ranker read of what was placed, as bytes, and back by name.

For each touchpoint that the ranker answered the request's part once, then the product's and the match's part of
every placement, float32 little-endian, one after the other. A part that no tree looks at is missing (NaN).
"""

from collections.abc import Iterator, Sequence
from typing import Any

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
_named: dict[str, FeatureNames] = {}
"""By fingerprint: made once for all decisions of the models that share it."""


def named(model: Model) -> FeatureNames:
    """Return the names of a model's features by part, under their fingerprint."""
    key = model.features.fingerprint
    found = _named.get(key)
    if found is None:
        names = dict(zip(PARTS, _parts(model.features), strict=True))
        found = _named[key] = FeatureNames(key, orjson.dumps(names).decode())
    return found


def fill(model: Model, live: Live, slates: Sequence[Slate]) -> None:
    """Compute the products' part for all placements at once; it is kept with the live world until the next tick."""
    rows: dict[int, bytes] = live.keep(_KEY, dict)
    wanted = (each.content for slate in slates if slate.read is not None for each in slate.placements)
    # One by one: to take all keys from a set would walk through all that were kept since the tick.
    if lacking := {content for content in wanted if content not in rows}:
        missing = np.array(sorted(lacking), np.int32)
        found = model.served.product_rows(Items(missing, live.catalog.contents.product[missing], live))
        rows.update(zip(missing.tolist(), map(_bytes, found), strict=True))


def packed(live: Live, slates: Sequence[Slate]) -> bytes | None:
    """Return the features of all placements that the ranker chose, after `fill`; None without any."""
    rows: dict[int, bytes] = live.keep(_KEY, dict)
    parts: list[bytes] = []
    for slate in slates:
        if slate.read is None or not slate.placements:
            continue
        parts.append(_bytes(slate.read.request))
        matches, width = _bytes(slate.read.matches), _TYPE.itemsize * slate.read.matches.shape[1]
        for number, each in enumerate(slate.placements):
            parts += (rows[each.content], matches[number * width : (number + 1) * width])
    return b"".join(parts) if parts else None


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
