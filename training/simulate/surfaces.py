"""Pages of channels with the places on them: which touchpoints a page asks for and in which order."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.simulate.catalog import Catalog
from training.simulate.categories import SCENE_PAGES
from training.simulate.clock import IntArray

ABSENT = -1


@dataclass(frozen=True)
class Surfaces:
    """All (channel, page) pairs that have touchpoints; S surfaces, at most M places on one of them."""

    names: list[tuple[str, str]]
    """(channel, page) by surface code."""
    channels: list[str]
    touchpoint: IntArray
    """Touchpoint code of each place, int64[S, M], ABSENT where the page has fewer places."""
    slot: IntArray
    """1-based slot of each place, int64[S, M]."""
    asked: npt.NDArray[np.float64]
    """Chance that the page asks for a touchpoint, float64[2, n_touchpoints]: outside and inside a scene."""
    entry: IntArray
    """Surface on which a visit of the channel begins, int64[n_channels]."""
    by_scene: IntArray
    """Surface that a scene leads to, int64[n_channels, n_scenes + 1]; the last column means no scene."""
    by_category: IntArray
    """Surface where a category is at home, int64[n_channels, n_categories]."""

    @classmethod
    def of(cls, catalog: Catalog) -> "Surfaces":
        """Lay out the touchpoints of the catalogue."""
        rows = catalog.seeds.touchpoints
        names = list(dict.fromkeys((row.channel, row.page) for row in rows))
        channels = list(dict.fromkeys(row.channel for row in rows))
        touchpoint, slot = _places(catalog, names)
        scenes = [SCENE_PAGES.get(str(scene["scene"]), ()) for scene in catalog.seeds.scenes]
        categories = [facts.pages for facts in catalog.category_facts]
        entry = [_first(names, channel, ("home", "desk"), names.index(_any(names, channel))) for channel in channels]
        return cls(
            names,
            channels,
            touchpoint,
            slot,
            _asked(catalog),
            np.array(entry),
            np.array([[_first(names, channel, pages) for pages in [*scenes, ()]] for channel in channels]),
            np.array([[_first(names, channel, pages) for pages in categories] for channel in channels]),
        )


def _places(catalog: Catalog, names: list[tuple[str, str]]) -> tuple[IntArray, IntArray]:
    places = [
        [(code, slot) for code, row in enumerate(catalog.seeds.touchpoints) if (row.channel, row.page) == name
         for slot in range(1, row.slots + 1)]
        for name in names
    ]  # fmt: skip
    shape = (len(names), max(map(len, places)))
    touchpoint, slot = np.full(shape, ABSENT), np.zeros(shape, np.int64)
    for surface, row in enumerate(places):
        touchpoint[surface, : len(row)] = [code for code, _ in row]
        slot[surface, : len(row)] = [number for _, number in row]
    return touchpoint, slot


def _asked(catalog: Catalog) -> npt.NDArray[np.float64]:
    rows = catalog.seeds.touchpoints
    asked = np.ones((2, len(rows)))
    for code, row in enumerate(rows):
        if row.kinds == ("popup",) and row.channel != "agent":
            asked[:, code] = 0.2, 0.8  # a pop-up is for scenes: it disturbs
        elif row.page == "home" and "card" in row.kinds:
            asked[:, code] = 0.5  # below the fold, loaded when the person scrolls there
    return asked


def _any(names: list[tuple[str, str]], channel: str) -> tuple[str, str]:
    return next(name for name in names if name[0] == channel)


def _first(names: list[tuple[str, str]], channel: str, pages: tuple[str, ...], otherwise: int = ABSENT) -> int:
    return next((names.index((channel, page)) for page in pages if (channel, page) in names), otherwise)
