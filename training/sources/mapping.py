"""Mapping: the TOML file that says what the columns of the input mean, checked as a whole before any data is read."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from slotwise.errors import SourceError
from training.sources.fields import ColumnField, Strict, TextField, TimeField


class Section(Strict):
    """What all kinds of input have: the files (names or glob patterns inside the input folder) and their dialect."""

    files: tuple[str, ...] = Field(min_length=1)
    optional: bool = False
    """Whether the import goes on when no such file is there."""
    delimiter: str | None = None
    """Of CSV files; without it a tab for .tsv and a comma for the others."""


class Events(Section):
    """Rows that are events: somebody did something with a product at a time."""

    person: ColumnField
    time: TimeField
    type: ColumnField
    product: ColumnField | None = None
    content: ColumnField | None = None
    event_id: ColumnField | None = None
    touchpoint: ColumnField | None = None
    slot: ColumnField | None = None
    decision: ColumnField | None = None
    session: ColumnField | None = None
    scene: ColumnField | None = None
    value: ColumnField | None = None
    currency: ColumnField | None = None
    context: dict[str, ColumnField] = Field({})
    unique_rows: bool = False
    """Whether a row that repeats an earlier one in all mapped columns is a duplicate (`event_id` decides if given)."""


class Impressions(Section):
    """Rows that say what was shown: one placement each, or a whole list of shown products or contents."""

    person: ColumnField
    time: TimeField
    product: ColumnField | None = None
    content: ColumnField | None = None
    shown: ColumnField | None = None
    """List of products (or contents, see `shown_are`) in the order of the slots, instead of `product`."""
    shown_are: str = Field("product", pattern="^(product|content)$")
    decision: ColumnField | None = None
    touchpoint: ColumnField | None = None
    slot: ColumnField | None = None
    propensity: ColumnField | None = None
    clicked: ColumnField | None = None
    """A flag; with `shown`, the id or the list of ids that were clicked."""
    converted: ColumnField | None = None
    policy: ColumnField | None = None
    session: ColumnField | None = None
    scene: ColumnField | None = None
    context: dict[str, ColumnField] = Field({})
    unique_rows: bool = False


class Products(Section):
    """One row per product."""

    product: ColumnField
    title: TextField = ()
    text: TextField = ()
    category: ColumnField | None = None
    price: ColumnField | None = None
    currency: ColumnField | None = None
    published_at: TimeField | None = None
    retired_at: TimeField | None = None
    attributes: dict[str, ColumnField] = Field({})


class Contents(Section):
    """One row per content; each promotes one product."""

    content: ColumnField
    product: ColumnField
    kind: ColumnField | None = None
    title: TextField = ()
    deeplink: ColumnField | None = None
    published_at: TimeField | None = None
    retired_at: TimeField | None = None


class Persons(Section):
    """One row per person."""

    person: ColumnField
    attributes: dict[str, ColumnField] = Field({})


class Mapping(Strict):
    """A whole mapping file."""

    name: str
    source: str = ""
    """Where the data comes from, for people."""
    notes: tuple[str, ...] = ()
    """What a reader of results must know, for example that times are made up."""
    events: tuple[Events, ...] = ()
    impressions: tuple[Impressions, ...] = ()
    products: Products | None = None
    contents: Contents | None = None
    persons: Persons | None = None
    touchpoints: tuple[dict[str, Any], ...] = ()
    scenes: tuple[dict[str, Any], ...] = ()
    train: dict[str, Any] = Field(default_factory=dict)
    """Options of training that suit the set, as `slotwise train --config` takes them."""


def read_mapping(path: Path) -> Mapping:
    """Read and check a mapping file. Raises SourceError naming the place in the file that is wrong."""
    try:
        mapping = Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"The mapping {path} cannot be read: {error}", pointer=str(path)) from error
    except ValidationError as error:
        # A misspelt key is also missing under its right name: the misspelling is what to correct.
        first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
        place = ".".join(str(part) for part in first["loc"])
        raise SourceError(
            f"The mapping {path} is not valid at {place}: {first['msg']}",
            pointer=place,
            given=repr(first["input"])[:200],
            expected=first["msg"],
            hint="training/sources/fields.py and mapping.py describe every key.",
        ) from error
    if not mapping.events and not mapping.impressions:
        raise SourceError(f"The mapping {path} names neither events nor impressions.", pointer=str(path))
    return mapping
