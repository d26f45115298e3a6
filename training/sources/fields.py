"""Fields of a mapping: how one value of the log is read from the columns of an input file."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


class Strict(BaseModel):
    """A table of the mapping file; an unknown key is an error, not a silent nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Column(Strict):
    """One column or one constant. In the file a plain string is short for {column = "..."}."""

    column: str | None = None
    constant: str | float | None = None
    row: bool = False
    """The file's name and the number of the row: for data in which every row is somebody of its own."""
    kind: Literal["category", "number"] = Field("category", alias="as")
    pattern: str | None = None
    """Regular expression; its first group is the value."""
    split: str | None = None
    """Separator; the part before the first one is the value (for `shown` and outcomes: all parts)."""
    values: dict[str, str] = {}
    """Value map: what the column says -> what it means; for anything but event types others stay as they are."""
    required: bool = True
    """For ids: whether a row without it is set aside."""
    first: int = 1
    """For slots: the number that the data gives the first slot."""

    @model_validator(mode="after")
    def _one_origin(self) -> "Column":
        if sum((self.column is not None, self.constant is not None, self.row)) != 1:
            raise ValueError("needs exactly one of column, constant and row")
        return self


class Time(Strict):
    """A moment, read from a column or, for data without times, made from the order of the rows."""

    column: str | None = None
    unit: Literal["ms", "s", "us", "ns", "minute", "hour", "day", "iso"] = "iso"
    """`iso` reads ISO 8601 text, dates and timestamps; the others count from `start`."""
    format: str | None = None
    """strptime format of a text column, instead of a unit."""
    start: datetime = datetime(1970, 1, 1)
    """Moment of the count 0."""
    zone: str = "UTC"
    """Time zone (IANA name) of times that carry none."""
    clock: str | None = None
    """Column with the time of day, beside a column of days."""
    clock_unit: Literal["hhmm", "hour", "minute", "second"] = "minute"
    row_order: bool = False
    """Made up: `start` plus `step_ms` per row."""
    step_ms: int = Field(1, ge=1)

    @model_validator(mode="after")
    def _one_origin(self) -> "Time":
        if (self.column is None) != self.row_order:
            raise ValueError("needs exactly one of column and row_order = true")
        if self.clock is not None and self.unit != "day":
            raise ValueError('clock needs unit = "day"')
        return self


def _short(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


def _short_texts(value: Any) -> Any:
    return [_short(part) for part in value] if isinstance(value, list) else [_short(value)]


ColumnField = Annotated[Column, BeforeValidator(_short)]
TimeField = Annotated[Time, BeforeValidator(_short)]
TextField = Annotated[tuple[Column, ...], BeforeValidator(_short_texts)]
"""Several columns that make one text."""
