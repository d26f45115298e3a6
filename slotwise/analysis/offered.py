"""What is offered: contents with product, kind and category, and which of them each touchpoint takes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slotwise import log
from slotwise.analysis.folder import File
from slotwise.analysis.opened import OpenLog

UNKNOWN = ""


@dataclass(frozen=True)
class Content:
    """One content as the log folder knows it; times in ms UTC, None for always."""

    content_id: str
    product_id: str = UNKNOWN
    kind: str = UNKNOWN
    category: str = UNKNOWN
    title: str = UNKNOWN
    published_at: int | None = None
    retired_at: int | None = None

    def live(self, at: int) -> bool:
        """Tell whether it may be shown at a moment."""
        return (self.published_at or 0) <= at and (self.retired_at is None or at < self.retired_at)


def contents_of(opened: OpenLog) -> Mapping[str, Content]:
    """Return all contents by id; without contents.parquet every product is its own."""
    contents, products = opened.file(log.CONTENTS_FILE), opened.file(log.PRODUCTS_FILE)
    categories = _categories(opened, products)
    if contents is None:
        return {
            name: Content(name, name, UNKNOWN, category, title, *times)
            for name, (category, title, *times) in categories.items()
        }
    found = {}
    columns = (log.CONTENT, log.PRODUCT, "kind", "title", "published_at", "retired_at")
    for name, product, kind, title, published, retired in _select(opened, contents, columns):
        category, named, *times = categories.get(product, (UNKNOWN, UNKNOWN, None, None))
        found[name] = Content(
            name, product or UNKNOWN, kind or UNKNOWN, category, title or named,
            _later(published, times[0]), _earlier(retired, times[1]),
        )  # fmt: skip
    return found


def takes(opened: OpenLog, touchpoints: tuple[str, ...], contents: list[Content], at: int) -> NDArray[np.bool_]:
    """Return bool (touchpoints, contents): what may be shown where at a moment (ms UTC)."""
    kinds = {each.touchpoint: each.kinds for each in opened.touchpoints}
    live = np.array([each.live(at) for each in contents], np.bool_)
    fits = [[not kinds.get(name) or each.kind in kinds[name] for each in contents] for name in touchpoints]
    return np.array(fits, np.bool_).reshape(len(touchpoints), len(contents)) & live


def _categories(opened: OpenLog, file: File | None) -> dict[str, tuple[str, str, int | None, int | None]]:
    if file is None:
        return {}
    rows = _select(opened, file, (log.PRODUCT, "category", "title", "published_at", "retired_at"))
    return {name: (category or UNKNOWN, title or name, first, last) for name, category, title, first, last in rows}


def _select(opened: OpenLog, file: File, columns: tuple[str, ...]) -> list[tuple]:  # type: ignore[type-arg]
    names = ", ".join(name if name in file.columns else f"NULL AS {name}" for name in columns)
    return opened.connection.execute(f"SELECT {names} FROM {file.source} ORDER BY 1").fetchall()


def _later(one: int | None, other: int | None) -> int | None:
    return max(one or 0, other or 0) or None


def _earlier(one: int | None, other: int | None) -> int | None:
    known = [each for each in (one, other) if each is not None]
    return min(known) if known else None
