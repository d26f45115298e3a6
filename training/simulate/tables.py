"""A chunk's ledger as Arrow tables with the log's columns, ids still as numbers where they are cheap to keep so."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from slotwise import log
from slotwise.events import KINDS
from training.simulate.catalog import Catalog
from training.simulate.facts import FACTS
from training.simulate.ledger import NONE, Columns, Ledger
from training.simulate.logging_policy import NAME as POLICY
from training.simulate.surfaces import Surfaces

Codes = npt.NDArray[np.int64]


class Numbering:
    """First numbers of a chunk's persons, pages, visits and events in the whole data set."""

    def __init__(self) -> None:
        self.person = self.page = self.visit = self.event = 0

    def advance(self, ledger: Ledger, persons: int, visits: int) -> None:
        """Move on behind a chunk."""
        self.person += persons
        self.visit += visits
        self.page += ledger.sizes["pages"]
        self.event += ledger.sizes["events"]


def event_table(ledger: Ledger, catalog: Catalog, surfaces: Surfaces, numbers: Numbering) -> pa.Table:
    """Return the chunk's events; event, person, decision and session are int64 numbers."""
    rows, pages = ledger.table("events"), _pages(ledger)
    page = rows["page"]
    value = pa.array(rows["value"], mask=np.isnan(rows["value"]))
    decided = np.where(rows["touchpoint"] == NONE, NONE, page)
    columns = {
        log.EVENT_ID: pa.array(np.arange(len(page)) + numbers.event),
        log.OCCURRED_AT: pa.array(rows["at_ms"]),
        log.PERSON: pa.array(rows["who"] + numbers.person),
        log.TYPE: _names(list(KINDS), rows["type"]),
        log.PRODUCT: _names(catalog.product_ids, rows["product"]),
        log.CONTENT: _names(catalog.content_ids, rows["content"]),
        log.TOUCHPOINT: _names(list(catalog.touchpoint_code), rows["touchpoint"]),
        log.SLOT: pa.array(rows["slot"].astype(np.int16), mask=rows["slot"] == NONE),
        log.DECISION: pa.array(decided + numbers.page, mask=decided == NONE),
        log.SESSION: pa.array(pages["visit"][page] + numbers.visit, mask=page == NONE),
        log.SCENE: _scene(catalog, pages, page),
        log.VALUE: value,
        log.CURRENCY: _names(["CNY"], np.where(np.isnan(rows["value"]), NONE, 0)),
    }
    return pa.table(columns | _context(surfaces, pages, page))


def decision_table(ledger: Ledger, catalog: Catalog, surfaces: Surfaces, numbers: Numbering) -> pa.Table:
    """Return the chunk's placements; decision, person and session are int64 numbers."""
    rows, pages = ledger.table("placements"), _pages(ledger)
    page = rows["page"]
    columns = {
        log.DECISION: pa.array(page + numbers.page),
        log.DECIDED_AT: pa.array(pages["at_ms"][page]),
        log.PERSON: pa.array(pages["who"][page] + numbers.person),
        log.TOUCHPOINT: _names(list(catalog.touchpoint_code), rows["touchpoint"]),
        log.SLOT: pa.array(rows["slot"].astype(np.int16)),
        log.CONTENT: _names(catalog.content_ids, rows["content"]),
        log.PRODUCT: _names(catalog.product_ids, catalog.content_product[rows["content"]]),
        log.PROPENSITY: pa.array(rows["propensity"]),
        log.SCENE: _scene(catalog, pages, page),
        log.SESSION: pa.array(pages["visit"][page] + numbers.visit),
        log.POLICY: _names([POLICY], np.zeros(len(page), np.int64)),
    }
    return pa.table(columns | _context(surfaces, pages, page))


def _pages(ledger: Ledger) -> Columns:
    """Return the pages and, behind the last, a row for NONE: what an event without a page refers to."""
    absent = {np.dtype(np.int64): NONE, np.dtype(np.float64): np.nan, np.dtype(object): None}
    pages = ledger.table("pages")
    return {name: np.append(values, np.array([absent[values.dtype]], values.dtype)) for name, values in pages.items()}


def _context(surfaces: Surfaces, pages: Columns, page: Codes) -> dict[str, pa.Array]:
    surface = pages["surface"][page]
    columns = {
        name: _labels([labels[part] for labels in surfaces.names], surface)
        for part, name in enumerate(("channel", "page"))
    }
    for fact in FACTS:
        columns[fact] = _fact(pages[fact], page)
    return {log.CONTEXT_PREFIX + name: column for name, column in columns.items()}


def _fact(values: npt.NDArray[np.generic], page: Codes) -> pa.Array:
    if values.dtype != object:
        return pa.array(values[page], mask=page == NONE)
    coded = pa.array(values, pa.string()).dictionary_encode()
    codes = coded.indices.fill_null(NONE).to_numpy()
    return _names(coded.dictionary.to_pylist() or [""], codes[page])


def _scene(catalog: Catalog, pages: Columns, page: Codes) -> pa.Array:
    names = [str(row["scene"]) for row in catalog.seeds.scenes]
    scene = pages["scene"][page]
    return _names(names, np.where(scene == len(names), NONE, scene))


def _labels(labels: list[str], codes: Codes) -> pa.Array:
    """Return codes as a column of labels that may repeat; repeats in a dictionary would leave the bytes to chance."""
    names = list(dict.fromkeys(labels))
    return _names(names, np.array([*map(names.index, labels), NONE])[codes])


def _names(names: list[str], codes: Codes) -> pa.Array:
    """Return codes as a dictionary column; NONE becomes null."""
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32), mask=codes == NONE), pa.array(names, pa.string())
    )
