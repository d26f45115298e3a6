"""load: a data set folder as columns of codes."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from slotwise import log
from slotwise.analysis.folder import events_file, open_file, read_json
from slotwise.analysis.query import connect
from slotwise.catalog import Catalog
from slotwise.configuration import Configuration
from slotwise.facets import Facets
from slotwise.impressions import Impressions
from slotwise.interactions import Interactions
from slotwise.strings import StringTable
from training.dataset.catalog import read_catalog
from training.dataset.consents import Consents, read_consents, without_hidden
from training.dataset.events import read_events, with_exposures
from training.dataset.known_persons import persons_file
from training.dataset.options import DatasetOptions
from training.dataset.persons import PersonFacts, read_facts, read_persons
from training.dataset.placements import read_impressions
from training.dataset.reading import Known
from training.dataset.standing import read_configuration
from training.dataset.vocabulary import choose


@dataclass(frozen=True)
class Dataset:
    """A whole data set. `interactions` holds all events, exposures among them, in the order of time; `persons` the ids
    of everybody in the log, sorted; `impressions` is None when nothing is known of what was shown. What persons hide
    is not in `person_facts`, nor in any facts of the log."""

    interactions: Interactions
    persons: StringTable
    person_facts: PersonFacts
    catalog: Catalog
    facets: Facets
    impressions: Impressions | None = None
    consents: Consents = field(default_factory=Consents)
    scenes: list[dict[str, Any]] = field(default_factory=list)
    configuration: Configuration = field(default_factory=Configuration)
    """Tags and the life cycle, where the folder has them."""
    info: dict[str, Any] = field(default_factory=dict)
    """What dataset.json says, with `warnings` about what was left out."""


def load(folder: Path, options: DatasetOptions = DatasetOptions()) -> Dataset:  # noqa: B008 - frozen
    """Load a data set folder. Raises DatasetError when a file or a column is missing, CatalogError when ids repeat."""
    with tempfile.TemporaryDirectory() as spill, connect(Path(spill), options.memory) as connection:
        events, decisions = events_file(folder), open_file(folder, log.DECISIONS_FILE)
        logs = [events, *([decisions] if decisions else [])]
        products, contents = open_file(folder, log.PRODUCTS_FILE), open_file(folder, log.CONTENTS_FILE)
        catalog = read_catalog(connection, folder, products, contents, logs)
        persons = persons_file(connection, folder, decisions, Path(spill))
        vocabulary = choose(connection, logs, persons, len(catalog.products), options)
        everybody = read_persons(connection, logs)
        facts = read_facts(connection, persons, len(everybody), vocabulary, options.batch_rows)
        consents = read_consents(connection, open_file(folder, log.CONSENTS_FILE), vocabulary.facets)
        facts = without_hidden(facts, consents)
        known = Known(catalog, vocabulary, facts)
        interactions, shown = read_events(connection, events, known, options.batch_rows), None
        if decisions is not None:
            until, exposed_only = options.labels_until, options.exposed_only
            shown = read_impressions(
                connection, decisions, events, known, options.batch_rows, until, exposed_only, vocabulary.warnings
            )
            interactions = with_exposures(interactions, shown)
    return Dataset(
        interactions=interactions,
        persons=everybody,
        person_facts=facts,
        catalog=catalog,
        facets=vocabulary.facets,
        impressions=shown,
        consents=consents,
        scenes=read_json(folder, log.SCENES_FILE, []),
        configuration=read_configuration(folder),
        info=read_json(folder, log.DATASET_FILE, {"name": folder.name}) | {"warnings": vocabulary.warnings},
    )
