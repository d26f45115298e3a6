"""The seed files of a demo world, read and checked: touchpoints, scenes, products and contents."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slotwise.errors import CatalogError
from slotwise.seeds import seeds_dir
from slotwise.touchpoints import Touchpoint

SEED_FILES = ("touchpoints.json", "scenes.json", "products.json", "contents.json")
STANDING_FILES = ("tags.json", "life_cycle.json", "processes.json")
"""What is said of persons; a world may do without."""
DEFAULT_WORLD = "echannel"


@dataclass(frozen=True)
class Seeds:
    """Reference data as written in the files; order matters, because codes are positions."""

    folder: Path
    touchpoints: tuple[Touchpoint, ...]
    scenes: tuple[Mapping[str, Any], ...]
    products: tuple[Mapping[str, Any], ...]
    contents: tuple[Mapping[str, Any], ...]

    @classmethod
    def load(cls, folder: Path | str | None = None) -> "Seeds":
        """Read the four files of `folder` (default: seeds/echannel).

        Raises CatalogError when a file is absent or an entry refers to something that is not there.
        """
        root = Path(folder) if folder is not None else seeds_dir(DEFAULT_WORLD)
        touchpoints, scenes, products, contents = (_read(root / name) for name in SEED_FILES)
        seeds = cls(
            root, tuple(map(Touchpoint.from_json, touchpoints)), tuple(scenes), tuple(products), tuple(contents)
        )
        _check(seeds)
        return seeds


def _read(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise CatalogError(f"the seed file {path} is absent", hint="point --seeds at a folder like seeds/echannel")
    rows = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(rows, list) or not rows:
        raise CatalogError(
            f"{path} must hold a list of entries", expected="a non-empty list", given=type(rows).__name__
        )
    return rows


def _check(seeds: Seeds) -> None:
    products = {row["product_id"] for row in seeds.products}
    kinds = {row["kind"] for row in seeds.contents}
    for row in seeds.contents:
        if row["product_id"] not in products:
            raise CatalogError(
                f"content {row['content_id']} shows an unknown product",
                expected="a product_id",
                given=row["product_id"],
            )
    for touchpoint in seeds.touchpoints:
        if not set(touchpoint.kinds) & kinds:
            raise CatalogError(
                f"no content fits {touchpoint.touchpoint}", expected=sorted(kinds), given=touchpoint.kinds
            )
