"""Catalogue of the export: products, contents, touchpoints and scenes as the published bundle has them."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from service.export.facts import NUMBER, TEXT
from service.export.files import schema, write
from slotwise import log
from slotwise.catalog import ALWAYS, Catalog, Column
from slotwise.configuration import write_folder
from slotwise.model import Model
from slotwise.strings import StringTable


def write_catalog(model: Model, folder: Path) -> dict[str, int]:
    """Write what a model knows of products, contents, touchpoints and scenes, and the documents in effect.

    Returns the rows of each file.
    """
    catalog = model.catalog
    rows = {log.PRODUCTS_FILE: _products(catalog, folder / log.PRODUCTS_FILE)}
    if not catalog.one_to_one:
        rows[log.CONTENTS_FILE] = _contents(catalog, folder / log.CONTENTS_FILE)
    _json([each.to_json() for each in catalog.touchpoints], folder / log.TOUCHPOINTS_FILE)
    _json(model.scenes.to_json(), folder / log.SCENES_FILE)
    if model.configuration:
        write_folder(model.configuration, folder / log.CONFIGURATION_FOLDER)
    return rows


def _products(catalog: Catalog, path: Path) -> int:
    products = catalog.products
    columns: dict[str, list[Any]] = {
        log.PRODUCT: list(products.ids),
        "title": _texts(products.titles),
        "text": _texts(products.texts),
        "category": _values(Column(products.category, products.categories)),
        "price": _finite(products.price),
        "published_at": _times(products.published_at, 0),
        "retired_at": _times(products.retired_at, ALWAYS),
    }
    attributes = {log.ATTRIBUTE_PREFIX + name: each for name, each in products.attributes.items()}
    kinds = {name: TEXT if each.categorical else NUMBER for name, each in attributes.items()}
    columns |= {name: _values(each) for name, each in attributes.items()}
    return write(path, schema(columns, kinds), [columns])


def _contents(catalog: Catalog, path: Path) -> int:
    contents, products = catalog.contents, list(catalog.products.ids)
    columns: dict[str, list[Any]] = {
        log.CONTENT: list(contents.ids),
        log.PRODUCT: [products[place] for place in contents.product.tolist()],
        "kind": [contents.kinds[place] for place in contents.kind.tolist()],
        "title": _texts(contents.titles),
        "deeplink": _texts(contents.deeplinks),
        "published_at": _times(contents.published_at, 0),
        "retired_at": _times(contents.retired_at, ALWAYS),
    }
    return write(path, schema(columns, {}), [columns])


def _texts(texts: StringTable) -> list[str | None]:
    # Half of a surrogate pair in an imported text is no reason to leave the file unwritten.
    return [text.encode("utf-8", "replace").decode() or None for text in texts]


def _values(column: Column) -> list[Any]:
    if not column.categorical:
        return _finite(column.data)
    return [column.values[code] if code >= 0 else None for code in column.data.tolist()]


def _finite(values: np.ndarray) -> list[float | None]:
    return [value if value == value else None for value in values.astype(np.float64).tolist()]


def _times(values: np.ndarray, missing: int) -> list[int | None]:
    return [None if value == missing else value for value in values.tolist()]


def _json(document: Any, path: Path) -> None:
    aside = path.with_name(f".{path.name}")
    aside.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    aside.replace(path)
