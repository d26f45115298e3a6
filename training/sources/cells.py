"""Cells: the SQL that reads one value of a row, with the checks that set the row aside."""

from dataclasses import dataclass

from slotwise.analysis.query import literal, literals, quoted
from slotwise.errors import SourceError
from slotwise.events import KINDS
from training.sources.fields import Column
from training.sources.files import ROW, Table

LONGEST_ID = 128
"""Characters of an id."""
LAST_SLOT = 32_767
_WHOLE_AS_TEXT = ("DOUBLE", "FLOAT")
_NESTED = ("[]", "STRUCT", "MAP", "BLOB", "UNION")


@dataclass(frozen=True)
class Check:
    """One way in which a row can be wrong: `bad` is SQL that is true for it, `given` the SQL of the offending value."""

    reason: str
    column: str
    expected: str
    bad: str
    given: str


@dataclass(frozen=True)
class Cell:
    """SQL of one output value and its checks."""

    sql: str
    checks: tuple[Check, ...] = ()


def null(type_: str) -> Cell:
    """A value that the mapping does not give."""
    return Cell(f"CAST(NULL AS {type_})")


def column_type(table: Table, name: str) -> str:
    """DuckDB's type of a column. Raises SourceError when the file has no such column."""
    if name not in table.columns:
        raise SourceError(
            f"{table.path} has no column {name!r}.",
            pointer=name,
            expected=name,
            given=", ".join(table.columns),
            hint="The mapping names it: correct the mapping or the file's header.",
        )
    return table.columns[name]


def wrong_type(table: Table, name: str, expected: str) -> SourceError:
    """The error for a column whose type can never hold what the mapping says."""
    return SourceError(
        f"Column {name!r} of {table.path} has the wrong type from row 1 on.",
        pointer=name,
        expected=expected,
        given=table.columns[name],
    )


def text(table: Table, column: Column) -> str:
    """SQL of a value as text; empty text is NULL, and whole numbers stored as floats lose their `.0`."""
    if column.constant is not None:
        return f"CAST({literal(column.constant)} AS VARCHAR)"
    if column.row:
        return f"({literal(table.path.name + ':')} || lpad(CAST({ROW} AS VARCHAR), 9, '0'))"
    value = _as_text(table, str(column.column))
    if column.pattern is not None:
        value = f"regexp_extract({value}, {literal(column.pattern)}, 1)"
    if column.split is not None:
        value = f"split_part({value}, {literal(column.split)}, 1)"
    value = f"nullif({value}, '')"
    if column.values:
        cases = " ".join(f"WHEN {literal(old)} THEN {literal(new)}" for old, new in column.values.items())
        value = f"CASE {value} {cases} ELSE {value} END"
    return value


def identifier(table: Table, column: Column) -> Cell:
    """An id: text of 1 to 128 characters."""
    value, name = text(table, column), label(column)
    missing = Check("missing_id", name, "an id", f"{value} IS NULL", "NULL")
    long = Check("id_too_long", name, f"at most {LONGEST_ID} characters", f"length({value}) > {LONGEST_ID}", value)
    return Cell(value, (missing, long) if column.required else (long,))


def event_type(table: Table, column: Column) -> Cell:
    """The type of an event, after the column's value map: one of Slotwise's own or x.<name>."""
    value = text(table, column)
    known = f"list_contains({literals(str(kind) for kind in KINDS)}, {value}) OR {value} LIKE 'x._%'"
    expected = f"one of {', '.join(KINDS)} or x.<name>"
    return Cell(value, (Check("unknown_event_type", label(column), expected, f"({known}) IS NOT TRUE", value),))


def number(table: Table, column: Column) -> Cell:
    """A finite number as DOUBLE; empty and NaN are NULL."""
    written = text(table, column)
    value = f"TRY_CAST({written} AS DOUBLE)"
    bad = f"{written} IS NOT NULL AND ({value} IS NULL OR isinf({value}))"
    return Cell(
        f"CASE WHEN isnan({value}) THEN NULL ELSE {value} END",
        (Check("bad_number", label(column), "a finite number", bad, written),),
    )


def slot(table: Table, column: Column) -> Cell:
    """A slot as SMALLINT counted from 1; empty is NULL."""
    written = text(table, column)
    value = f"TRY_CAST({written} AS BIGINT) - {column.first - 1}"
    bad = f"{written} IS NOT NULL AND ({value} BETWEEN 1 AND {LAST_SLOT}) IS NOT TRUE"
    expected = f"a whole number from {column.first}"
    # The value of a row that fails its check is never used, but its cast is tried all the same.
    return Cell(f"TRY_CAST({value} AS SMALLINT)", (Check("bad_slot", label(column), expected, bad, written),))


def probability(table: Table, column: Column) -> Cell:
    """A probability in (0, 1] as DOUBLE; empty is NULL."""
    cell = number(table, column)
    written = text(table, column)
    bad = f"{cell.sql} IS NOT NULL AND ({cell.sql} <= 0 OR {cell.sql} > 1)"
    return Cell(cell.sql, (*cell.checks, Check("bad_propensity", label(column), "in (0, 1]", bad, written)))


def flag(table: Table, column: Column) -> Cell:
    """A yes or no as BOOLEAN: a count, or true/false, yes/no; empty is no."""
    written = f"lower({text(table, column)})"
    value = (
        f"CASE WHEN {written} IN ('true', 't', 'yes', 'y') THEN true "
        f"WHEN {written} IS NULL OR {written} IN ('false', 'f', 'no', 'n') THEN false "
        f"ELSE TRY_CAST({written} AS DOUBLE) > 0 END"
    )
    return Cell(value, (Check("bad_flag", label(column), "0/1, true/false or yes/no", f"({value}) IS NULL", written),))


def fact(table: Table, column: Column) -> Cell:
    """A fact of the context or an attribute: a category as text or a number, as the mapping says."""
    return number(table, column) if column.kind == "number" else Cell(text(table, column))


def joined(table: Table, columns: tuple[Column, ...]) -> Cell:
    """Several columns as one text."""
    return Cell(f"concat_ws(' ', {', '.join(text(table, column) for column in columns)})")


def id_list(table: Table, column: Column) -> str:
    """SQL of a list of ids: a list column, or text that is split, or one id."""
    if column_type(table, str(column.column)).endswith("[]"):
        return f"CAST({quoted(str(column.column))} AS VARCHAR[])"
    written = f"nullif({_as_text(table, str(column.column))}, '')"
    return f"string_split({written}, {literal(column.split)})" if column.split else f"[{written}]"


def label(column: Column) -> str:
    """How a report names the column."""
    return column.column or ("(row number)" if column.row else "(constant)")


def _as_text(table: Table, name: str) -> str:
    type_, value = column_type(table, name), quoted(name)
    if any(mark in type_ for mark in _NESTED):
        raise wrong_type(table, name, "one plain value a row")
    if type_ in _WHOLE_AS_TEXT:
        whole = f"{value} = trunc({value}) AND abs({value}) < 9e15"
        return f"CASE WHEN {whole} THEN CAST(CAST({value} AS BIGINT) AS VARCHAR) ELSE CAST({value} AS VARCHAR) END"
    return f"CAST({value} AS VARCHAR)"
