"""Times: every way in which input says when something happened, as milliseconds since 1970 in UTC."""

from datetime import UTC

from slotwise.analysis.query import literal, quoted
from training.sources.cells import Cell, Check, column_type, wrong_type
from training.sources.fields import Time
from training.sources.files import ROW, Table

MS = {"ns": 1e-6, "us": 1e-3, "ms": 1.0, "s": 1e3, "minute": 6e4, "hour": 3.6e6, "day": 8.64e7}
LATEST = 7_258_118_400_000
"""2200-01-01: a later time means that the unit is wrong."""
_NUMERIC = ("INT", "DOUBLE", "FLOAT", "DECIMAL", "VARCHAR")


def moment(table: Table, time: Time, required: bool = True) -> Cell:
    """A moment as BIGINT, ms UTC; a time that cannot be read sets the row aside, a missing one if it is required."""
    if time.row_order:
        return Cell(f"({_start(time)} + {ROW} * {time.step_ms})")
    name = str(time.column)
    type_ = column_type(table, name)
    value = _iso(table, time) if time.format or time.unit == "iso" else _counted(table, time)
    written = f"CAST({quoted(name)} AS VARCHAR)"
    bad = f"({value} BETWEEN 0 AND {LATEST}) IS NOT TRUE"
    empty = f"coalesce({written}, '') = ''"
    bad = bad if required else f"NOT ({empty}) AND {bad}"
    expected = f"a time as {time.format or time.unit} between 1970 and 2200, in a column of type {type_}"
    return Cell(value, (Check("bad_time", name, expected, bad, written),))


def _iso(table: Table, time: Time) -> str:
    name = str(time.column)
    type_, value = table.columns[name], quoted(name)
    if not any(mark in type_ for mark in ("VARCHAR", "DATE", "TIMESTAMP")):
        raise wrong_type(table, name, "ISO 8601 text, a date or a timestamp")
    if time.format:
        return _utc(f"try_strptime(CAST({value} AS VARCHAR), {literal(time.format)})", time.zone)
    if type_ == "VARCHAR":
        # Text may carry its own offset: only what carries none is in the mapping's zone.
        naive = f"NOT regexp_matches({value}, '[0-9]{{2}}:[0-9.]+ ?(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$')"
        absolute = f"epoch_ms(TRY_CAST({value} AS TIMESTAMPTZ))"
        return f"CASE WHEN {naive} THEN {_utc(f'TRY_CAST({value} AS TIMESTAMP)', time.zone)} ELSE {absolute} END"
    if "TIME ZONE" in type_:
        return f"epoch_ms({value})"
    return _utc(f"CAST({value} AS TIMESTAMP)", time.zone)


def _utc(naive: str, zone: str) -> str:
    return f"epoch_ms({naive})" if zone == "UTC" else f"epoch_ms(timezone({literal(zone)}, {naive}))"


def _counted(table: Table, time: Time) -> str:
    count = f"{_numeric(table, str(time.column))} * {MS[time.unit]!r}"
    if time.clock is not None:
        count = f"{count} + {_clock(table, time.clock, time.clock_unit)}"
    whole = f"TRY_CAST(round({count}) AS BIGINT)"
    if time.zone == "UTC":
        return f"({_start(time)} + {whole})"
    return _utc(f"make_timestamp(1000 * ({_start(time)} + {whole}))", time.zone)


def _clock(table: Table, name: str, unit: str) -> str:
    value = _numeric(table, name)
    if unit == "hhmm":
        return f"(floor({value} / 100) * {MS['hour']!r} + ({value} % 100) * {MS['minute']!r})"
    return f"{value} * {MS['s' if unit == 'second' else unit]!r}"


def _numeric(table: Table, name: str) -> str:
    if not any(mark in column_type(table, name) for mark in _NUMERIC):
        raise wrong_type(table, name, "numbers")
    return f"TRY_CAST({quoted(name)} AS DOUBLE)"


def _start(time: Time) -> int:
    start = time.start if time.start.tzinfo else time.start.replace(tzinfo=UTC)
    return round(start.timestamp() * 1000)
