"""Persons of a data set: everybody in the log, and the facts that are known of them whatever the moment."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from slotwise import log
from training.dataset.codes import codes, numbers
from training.dataset.folder import File
from training.dataset.vocabulary import PERSON_PREFIX, Vocabulary, column_of
from training.query import arrow, parquet


@dataclass(frozen=True)
class PersonFacts:
    """Facts of every person: facets int32 (n_persons, n_facets), -1 unknown, numbers float32 (n_persons, n_numbers),
    NaN unknown; in the columns of `Facets`, those that do not belong to the person unknown."""

    facets: NDArray[np.int32]
    numbers: NDArray[np.float32]


def person_ids(connection: duckdb.DuckDBPyConnection, logs: Sequence[File]) -> pa.Array:
    """Ids of all persons of the log, sorted: the place of an id is the person's code."""
    union = " UNION ALL ".join(f"SELECT {log.PERSON} FROM {parquet(file.path)}" for file in logs)
    select = f"SELECT DISTINCT {log.PERSON} FROM ({union}) WHERE {log.PERSON} IS NOT NULL ORDER BY {log.PERSON}"
    return pa.concat_arrays([*arrow(connection, select)[log.PERSON].chunks, pa.array([], pa.string())])


def read_facts(file: File | None, ids: pa.Array, vocabulary: Vocabulary, batch_rows: int) -> PersonFacts:
    """Read the person's own facets and numbers; persons without a row are unknown."""
    fields = vocabulary.facets
    shape = (len(ids), len(fields.fields))
    facet_places = [place for place, each in enumerate(fields.fields) if each.theme == "segment"]
    number_places = [place for place, name in enumerate(fields.numbers) if name.startswith(PERSON_PREFIX)]
    if file is None or not (facet_places or number_places):
        # Nothing is known of anybody: one cell stands for the whole table.
        blank = np.broadcast_to(np.float32(np.nan), (len(ids), len(fields.numbers)))
        return PersonFacts(np.broadcast_to(np.int32(-1), shape), blank)
    facts = PersonFacts(np.full(shape, -1, np.int32), np.full((len(ids), len(fields.numbers)), np.nan, np.float32))
    names = [column_of(fields.fields[place].name) for place in facet_places]
    names += [column_of(fields.numbers[place]) for place in number_places]
    for batch in pq.ParquetFile(file.path).iter_batches(batch_rows, columns=[log.PERSON, *names]):
        person = codes(batch[log.PERSON], ids)
        here = person >= 0
        for place in facet_places:
            own = codes(batch[column_of(fields.fields[place].name)], vocabulary.values(place))
            facts.facets[person[here], place] = np.where(own < 0, -1, own + fields.offsets[place])[here]
        for place in number_places:
            facts.numbers[person[here], place] = numbers(batch[column_of(fields.numbers[place])])[here]
    return facts
