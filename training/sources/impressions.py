"""Impressions of a mapping: rows that say what was shown become placements, and what came of them becomes events."""

from slotwise.analysis.query import literal, quoted
from slotwise.log import (
    CONTENT,
    CONTEXT_PREFIX,
    DECIDED_AT,
    DECISION,
    EVENT_COLUMNS,
    EVENT_ID,
    OCCURRED_AT,
    PERSON,
    POLICY,
    PRODUCT,
    PROPENSITY,
    SCENE,
    SESSION,
    SLOT,
    TOUCHPOINT,
    TYPE,
    VALUE,
)
from training.sources import cells
from training.sources.cells import LONGEST_ID, Cell, Check
from training.sources.events import derived_id
from training.sources.fields import Column
from training.sources.files import Table
from training.sources.mapping import Impressions
from training.sources.stage import SEQUENCE
from training.sources.times import moment

OUTCOMES = {"_clicked": "click", "_converted": "convert"}
"""Columns of staged placements and the type of the events that they become."""


def impression_cells(table: Table, section: Impressions) -> dict[str, Cell]:
    """Cells of one row by column. Where the row shows a list, `product_id` (or `content_id`) holds lists."""
    decision = section.decision
    names = {TOUCHPOINT: section.touchpoint, SCENE: section.scene, SESSION: section.session, POLICY: section.policy}
    row = {
        DECISION: cells.identifier(table, decision) if decision else derived_id("d", table),
        DECIDED_AT: moment(table, section.time),
        PERSON: cells.identifier(table, section.person),
        SLOT: cells.slot(table, section.slot) if section.slot else cells.null("SMALLINT"),
        PROPENSITY: cells.probability(table, section.propensity) if section.propensity else cells.null("DOUBLE"),
    }
    row |= _lists(table, section) if section.shown else _singles(table, section)
    row |= {
        name: Cell(cells.text(table, column)) if column else cells.null("VARCHAR") for name, column in names.items()
    }
    return row | {CONTEXT_PREFIX + name: cells.fact(table, column) for name, column in section.context.items()}


def _singles(table: Table, section: Impressions) -> dict[str, Cell]:
    row = {
        name: cells.identifier(table, column) if column else cells.null("VARCHAR")
        for name, column in ((CONTENT, section.content), (PRODUCT, section.product))
    }
    flags = {"_clicked": section.clicked, "_converted": section.converted}
    return row | {name: cells.flag(table, column) if column else Cell("false") for name, column in flags.items()}


def _lists(table: Table, section: Impressions) -> dict[str, Cell]:
    shown_column = section.shown
    assert shown_column is not None
    shown, name = cells.id_list(table, shown_column), cells.label(shown_column)
    longest = f"list_max(list_transform({shown}, lambda each: length(each)))"
    hole = f"coalesce(len({shown}), 0) = 0 OR len(list_filter({shown}, lambda each: coalesce(each, '') = '')) > 0"
    checks = (
        Check("missing_id", name, "at least one shown id and none empty", hole, f"CAST({shown} AS VARCHAR)"),
        Check(
            "id_too_long",
            name,
            f"at most {LONGEST_ID} characters",
            f"{longest} > {LONGEST_ID}",
            f"CAST({shown} AS VARCHAR)",
        ),
    )
    of_products = section.shown_are == "product"
    row = {
        PRODUCT if of_products else CONTENT: Cell(shown, checks),
        CONTENT if of_products else PRODUCT: cells.null("VARCHAR"),
    }
    outcomes = {"_clicked": section.clicked, "_converted": section.converted}
    return row | {key: _outcomes(table, column, shown) for key, column in outcomes.items()}


def _outcomes(table: Table, column: Column | None, shown: str) -> Cell:
    if column is None:
        return Cell("CAST([] AS VARCHAR[])")
    chosen = f"list_filter(coalesce({cells.id_list(table, column)}, []), lambda each: coalesce(each, '') <> '')"
    stray = f"NOT list_has_all({shown}, {chosen})"
    return Cell(
        chosen, (Check("not_shown", cells.label(column), "ids of the shown list", stray, f"CAST({chosen} AS VARCHAR)"),)
    )


def placements(good: str, section: Impressions) -> str:
    """SELECT of one row per placement from accepted rows: the decision's columns and the flags of OUTCOMES."""
    if section.shown is None:
        return good
    shown = PRODUCT if section.shown_are == "product" else CONTENT
    flags = ", ".join(f"list_contains({name}, {shown}) AS {name}" for name in OUTCOMES)
    numbered = f"unnest({shown}) AS {shown}, CAST(generate_subscripts({shown}, 1) AS SMALLINT) AS {SLOT}"
    exploded = f"SELECT * REPLACE ({numbered}) FROM ({good})"
    return f"SELECT * REPLACE ({flags}) FROM ({exploded})"


def outcome_events(placed: str, context: list[str]) -> str:
    """SELECT of the events that placements with an outcome become, in the columns of events.parquet."""
    same = (PERSON, PRODUCT, CONTENT, TOUCHPOINT, SLOT, DECISION, SESSION, SCENE)
    selects = []
    for flag, type_ in OUTCOMES.items():
        own = {
            EVENT_ID: f"'{type_}-' || lpad(CAST({SEQUENCE} AS VARCHAR), 15, '0') || '-' || coalesce({SLOT}, 0)",
            OCCURRED_AT: DECIDED_AT,
            TYPE: literal(type_),
            VALUE: "CAST(NULL AS DOUBLE)",
        }
        columns = {name: own.get(name, name if name in same else "CAST(NULL AS VARCHAR)") for name in EVENT_COLUMNS}
        listed = ", ".join([f"{sql} AS {name}" for name, sql in columns.items()] + [quoted(name) for name in context])
        selects.append(f"SELECT {listed} FROM ({placed}) WHERE {flag}")
    return " UNION ALL ".join(selects)
