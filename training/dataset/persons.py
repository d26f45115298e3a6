"""Persons of a data set: everybody in the log, and the facts that are known of them whatever the moment."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from slotwise import log
from slotwise.analysis.folder import File
from slotwise.strings import StringTable
from training.dataset.codes import codes, numbers, strings
from training.dataset.ids import PERSONS, find_codes, make_ids
from training.dataset.vocabulary import PERSON_PREFIX, Vocabulary, column_of


@dataclass(frozen=True)
class PersonFacts:
    """Facts of every person: facets int32 (n_persons, n_facets), -1 unknown, numbers float32 (n_persons, n_numbers),
    NaN unknown; in the columns of `Facets`, those that do not belong to the person unknown."""

    facets: NDArray[np.int32]
    numbers: NDArray[np.float32]


def read_persons(connection: duckdb.DuckDBPyConnection, logs: Sequence[File]) -> StringTable:
    """Ids of all persons of the log, sorted: the place of an id is the person's code in the table PERSONS."""
    union = " UNION ALL ".join(f"SELECT {log.PERSON} AS id FROM {file.source}" for file in logs)
    return strings(make_ids(connection, PERSONS, union))


def read_facts(
    connection: duckdb.DuckDBPyConnection, file: File | None, count: int, vocabulary: Vocabulary, batch_rows: int
) -> PersonFacts:
    """Read the own facets and numbers of `count` persons; persons without a row are unknown."""
    fields = vocabulary.facets
    shape = (count, len(fields.fields))
    facet_places = [place for place, each in enumerate(fields.fields) if each.theme == "segment"]
    number_places = [place for place, name in enumerate(fields.numbers) if name.startswith(PERSON_PREFIX)]
    if file is None or not (facet_places or number_places):
        # Nothing is known of anybody: one cell stands for the whole table.
        blank = np.broadcast_to(np.float32(np.nan), (count, len(fields.numbers)))
        return PersonFacts(np.broadcast_to(np.int32(-1), shape), blank)
    facts = PersonFacts(np.full(shape, -1, np.int32), np.full((count, len(fields.numbers)), np.nan, np.float32))
    names = [column_of(fields.fields[place].name) for place in facet_places]
    names += [column_of(fields.numbers[place]) for place in number_places]
    everybody, start = find_codes(connection, PERSONS, file, log.PERSON), 0
    for batch in pq.ParquetFile(file.path).iter_batches(batch_rows, columns=names):
        person, start = everybody[start : start + len(batch)], start + len(batch)
        here = person >= 0
        for place in facet_places:
            own = codes(batch[column_of(fields.fields[place].name)], vocabulary.values(place))
            facts.facets[person[here], place] = np.where(own < 0, -1, own + fields.offsets[place])[here]
        for place in number_places:
            facts.numbers[person[here], place] = numbers(batch[column_of(fields.numbers[place])])[here]
    return facts
