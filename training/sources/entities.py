"""Products, contents and persons of a mapping: one row each, with its attributes."""

from slotwise.log import ATTRIBUTE_PREFIX, CONTENT, CURRENCY, PERSON, PRODUCT
from training.sources import cells
from training.sources.cells import Cell
from training.sources.fields import Column, Time
from training.sources.files import Table
from training.sources.mapping import Contents, Persons, Products
from training.sources.times import moment

KEYS: dict[type, str] = {Products: PRODUCT, Contents: CONTENT, Persons: PERSON}
"""The column that no two rows may share, by kind of section."""


def entity_cells(table: Table, section: Products | Contents | Persons) -> dict[str, Cell]:
    """Cells of one row by column, in the columns of the data set folder."""
    if isinstance(section, Products):
        return _product(table, section)
    if isinstance(section, Contents):
        return _content(table, section)
    return {PERSON: cells.identifier(table, section.person)} | _attributes(table, section.attributes)


def _product(table: Table, section: Products) -> dict[str, Cell]:
    identifier = cells.identifier(table, section.product)
    row = {
        PRODUCT: identifier,
        "title": _title(table, section.title, identifier),
        "text": cells.joined(table, section.text) if section.text else cells.null("VARCHAR"),
        "category": _text(table, section.category),
        "price": cells.number(table, section.price) if section.price else cells.null("DOUBLE"),
        CURRENCY: _text(table, section.currency),
        "published_at": _moment(table, section.published_at),
        "retired_at": _moment(table, section.retired_at),
    }
    return row | _attributes(table, section.attributes)


def _content(table: Table, section: Contents) -> dict[str, Cell]:
    identifier = cells.identifier(table, section.content)
    return {
        CONTENT: identifier,
        PRODUCT: cells.identifier(table, section.product),
        "kind": _text(table, section.kind),
        "title": _title(table, section.title, identifier),
        "deeplink": _text(table, section.deeplink),
        "published_at": _moment(table, section.published_at),
        "retired_at": _moment(table, section.retired_at),
    }


def _title(table: Table, columns: tuple[Column, ...], identifier: Cell) -> Cell:
    return (
        Cell(f"coalesce(nullif({cells.joined(table, columns).sql}, ''), {identifier.sql})")
        if columns
        else Cell(identifier.sql)
    )


def _text(table: Table, column: Column | None) -> Cell:
    return Cell(cells.text(table, column)) if column else cells.null("VARCHAR")


def _moment(table: Table, time: Time | None) -> Cell:
    return moment(table, time, required=False) if time else cells.null("BIGINT")


def _attributes(table: Table, attributes: dict[str, Column]) -> dict[str, Cell]:
    return {ATTRIBUTE_PREFIX + name: cells.fact(table, column) for name, column in attributes.items()}
