"""load: a data set folder as columns of codes."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from slotwise import log
from slotwise.catalog import Catalog
from slotwise.facets import Facets
from slotwise.impressions import Impressions
from slotwise.interactions import Interactions
from slotwise.strings import StringTable
from training.dataset.catalog import read_catalog
from training.dataset.codes import strings
from training.dataset.events import read_events, with_exposures
from training.dataset.folder import events_file, open_file, read_json
from training.dataset.options import DatasetOptions
from training.dataset.persons import PersonFacts, person_ids, read_facts
from training.dataset.placements import read_impressions
from training.dataset.reading import Known
from training.dataset.vocabulary import choose
from training.query import connect


@dataclass(frozen=True)
class Dataset:
    """A whole data set. `interactions` holds all events, exposures among them, in the order of time; `persons` the ids
    of everybody in the log, sorted; `impressions` is None when nothing is known of what was shown."""

    interactions: Interactions
    persons: StringTable
    person_facts: PersonFacts
    catalog: Catalog
    facets: Facets
    impressions: Impressions | None = None
    scenes: list[dict[str, Any]] = field(default_factory=list)
    info: dict[str, Any] = field(default_factory=dict)
    """What dataset.json says, with `warnings` about what was left out."""


def load(folder: Path, options: DatasetOptions = DatasetOptions()) -> Dataset:  # noqa: B008 - frozen
    """Load a data set folder. Raises DatasetError when a file or a column is missing, CatalogError when ids repeat."""
    with tempfile.TemporaryDirectory() as spill, connect(Path(spill), options.memory) as connection:
        events, decisions = events_file(folder), open_file(folder, log.DECISIONS_FILE)
        logs = [events, *([decisions] if decisions else [])]
        persons, contents = open_file(folder, log.PERSONS_FILE), open_file(folder, log.CONTENTS_FILE)
        catalog = read_catalog(connection, folder, open_file(folder, log.PRODUCTS_FILE), contents, logs)
        vocabulary = choose(connection, logs, persons, len(catalog.products), options)
        ids = person_ids(connection, logs)
        known = Known(
            persons=ids,
            products=_array(catalog.products.ids),
            contents=_array(catalog.contents.ids) if contents else None,
            catalog=catalog,
            vocabulary=vocabulary,
            facts=read_facts(persons, ids, vocabulary, options.batch_rows),
        )
        interactions, strays = read_events(connection, events, known, options.batch_rows)
        shown = None
        if decisions is not None:
            shown = read_impressions(connection, decisions, events, interactions, known, options.batch_rows)
            interactions = with_exposures(interactions, shown)
    warnings = vocabulary.warnings + (
        [f"{strays} events name a content that is not in the catalogue"] if strays else []
    )
    return Dataset(
        interactions=interactions,
        persons=strings(pa.chunked_array([ids])),
        person_facts=known.facts,
        catalog=catalog,
        facets=vocabulary.facets,
        impressions=shown,
        scenes=read_json(folder, log.SCENES_FILE, []),
        info=read_json(folder, log.DATASET_FILE, {"name": folder.name}) | {"warnings": warnings},
    )


def _array(table: StringTable) -> pa.Array:
    """The strings of a table as an Arrow array over the same bytes."""
    buffers = [None, pa.py_buffer(table.offsets), pa.py_buffer(table.data)]
    return pa.LargeStringArray.from_buffers(len(table), buffers[1], buffers[2])
