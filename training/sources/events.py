"""Events of a mapping: the cells of one row, in the columns of events.parquet."""

from slotwise.log import (
    CONTENT,
    CONTEXT_PREFIX,
    CURRENCY,
    DECISION,
    EVENT_COLUMNS,
    EVENT_ID,
    OCCURRED_AT,
    PERSON,
    PRODUCT,
    SCENE,
    SESSION,
    SLOT,
    TOUCHPOINT,
    TYPE,
    VALUE,
)
from training.sources import cells
from training.sources.cells import Cell
from training.sources.files import ROW, Table
from training.sources.keys import NO_KEY, row_key
from training.sources.mapping import Events
from training.sources.times import moment


def event_cells(table: Table, section: Events) -> dict[str, Cell]:
    """Cells by column, all of EVENT_COLUMNS and the context."""
    ids = {PERSON: section.person, PRODUCT: section.product, CONTENT: section.content}
    names = {TOUCHPOINT: section.touchpoint, SESSION: section.session, SCENE: section.scene, CURRENCY: section.currency}
    row: dict[str, Cell] = {
        OCCURRED_AT: moment(table, section.time),
        TYPE: cells.event_type(table, section.type),
        EVENT_ID: cells.identifier(table, section.event_id) if section.event_id else derived_id("e", table),
    }
    row |= {name: cells.identifier(table, column) for name, column in ids.items() if column}
    row |= {name: Cell(cells.text(table, column)) for name, column in names.items() if column}
    if section.decision:
        row[DECISION] = cells.identifier(table, section.decision.model_copy(update={"required": False}))
    if section.slot:
        row[SLOT] = cells.slot(table, section.slot)
    if section.value:
        row[VALUE] = cells.number(table, section.value)
    types = {SLOT: "SMALLINT", VALUE: "DOUBLE"}
    full = {name: row.get(name) or cells.null(types.get(name, "VARCHAR")) for name in EVENT_COLUMNS}
    return full | {CONTEXT_PREFIX + name: cells.fact(table, column) for name, column in section.context.items()}


def event_key(section: Events, columns: dict[str, Cell]) -> str:
    """SQL of the duplicate key: the given event id, or the whole row when the mapping says so."""
    if section.event_id:
        return EVENT_ID
    return row_key(name for name in columns if name != EVENT_ID) if section.unique_rows else NO_KEY


def derived_id(letter: str, table: Table) -> Cell:
    """An id made from the numbers of file and row: the same input gives the same ids."""
    return Cell(f"('{letter}{table.place}-' || lpad(CAST({ROW} AS VARCHAR), 9, '0'))")
