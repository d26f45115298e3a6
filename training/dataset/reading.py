"""Reading a log file: batch by batch into arrays of codes that are made once, at their final size."""

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from slotwise import log
from slotwise.analysis.folder import File, Part
from slotwise.catalog import Catalog
from training.dataset.codes import by_first_appearance, codes, numbers, whole
from training.dataset.ids import CONTENTS, PERSONS, PRODUCTS, find_codes
from training.dataset.persons import PersonFacts
from training.dataset.vocabulary import PERSON_PREFIX, Vocabulary


@dataclass(frozen=True)
class Known:
    """What the names of the log are looked up in; the ids are in the tables of `ids`."""

    catalog: Catalog
    vocabulary: Vocabulary
    facts: PersonFacts


class Reader:
    """Reads the columns that events and decisions have in common."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, file: File, known: Known, batch_rows: int):
        self.connection, self.file, self.known, self.batch_rows = connection, file, known, batch_rows
        n, fields = file.rows, known.vocabulary.facets
        self.person = find_codes(connection, PERSONS, file, log.PERSON)
        self.product = find_codes(connection, PRODUCTS, file, log.PRODUCT)
        self.content = self._contents()
        self.time = np.zeros(n, np.int64)
        self.slot, self.touchpoint = np.zeros(n, np.int16), np.full(n, -1, np.int16)
        self.facets = np.full((n, len(fields.fields)), -1, np.int32)
        self.numbers = np.full((n, len(fields.numbers)), np.nan, np.float32)
        self._touchpoints = pa.array([each.touchpoint for each in known.catalog.touchpoints], pa.string())

    def read(self, time: str, extra: tuple[str, ...] = ()) -> None:
        """Read the whole file; `time` is its column of times, `extra` the columns that `more` reads."""
        fields = self.known.vocabulary.facets
        names = {time, log.SLOT, log.TOUCHPOINT, *extra}
        names |= {each.name for each in fields.fields} | set(fields.numbers)
        for part in self.file.parts:
            start = part.start
            for batch in self._batches(part, names):
                rows = slice(start, start + len(batch))
                given = dict(zip(batch.schema.names, batch.columns, strict=True))
                self._places(rows, given)
                self._facts(rows, given)
                self.time[rows] = whole(given[time], 0)
                self.more(rows, given)
                start = rows.stop

    def more(self, rows: slice, given: dict[str, pa.Array]) -> None:
        """Read what only this kind of file has."""

    def keys(self, columns: tuple[str, str]) -> NDArray[np.int32]:
        """Return int32 (n,): running numbers of the distinct pairs of two columns; -1 where the second is null."""
        if columns[1] not in self.file.columns:
            return np.full(self.file.rows, -1, np.int32)
        select = f"SELECT hash({', '.join(columns)}) AS key, {columns[1]} IS NULL AS gone FROM {self.file.source}"
        found = self.connection.execute(select).fetchnumpy()
        return np.where(found["gone"], np.int32(-1), by_first_appearance(np.asarray(found["key"])))

    def _batches(self, part: Part, names: set[str]) -> Iterator[pa.RecordBatch]:
        columns = [name for name in part.columns if name in names]
        texts = [name for name in columns if pa.types.is_string(self.file.columns[name])]
        # Text stays encoded as dictionaries: each distinct string is looked up once a batch.
        return pq.ParquetFile(part.path, read_dictionary=texts).iter_batches(self.batch_rows, columns=columns)

    def _contents(self) -> NDArray[np.int32]:
        """Look up contents; the product that a content promotes stands in where the log names none."""
        if self.known.catalog.one_to_one:
            unnamed = self.product < 0
            if log.CONTENT in self.file.columns and unnamed.any():
                self.product = np.where(
                    unnamed, find_codes(self.connection, PRODUCTS, self.file, log.CONTENT), self.product
                )
            return self.product
        content = find_codes(self.connection, CONTENTS, self.file, log.CONTENT)
        promoted = np.append(self.known.catalog.contents.product, np.int32(-1))[content]
        np.copyto(self.product, promoted, where=self.product < 0)
        return content

    def _places(self, rows: slice, given: dict[str, pa.Array]) -> None:
        if log.TOUCHPOINT in given:
            self.touchpoint[rows] = codes(given[log.TOUCHPOINT], self._touchpoints)
        if log.SLOT in given:
            self.slot[rows] = whole(given[log.SLOT], 0)

    def _facts(self, rows: slice, given: dict[str, pa.Array]) -> None:
        vocabulary, facts = self.known.vocabulary, self.known.facts
        person = self.person[rows]
        named = person >= 0
        for place, field in enumerate(vocabulary.facets.fields):
            if field.theme == "segment":
                if len(facts.facets):
                    self.facets[rows, place] = np.where(named, facts.facets[person, place], -1)
            elif field.name in given:
                code = codes(given[field.name], vocabulary.values(place))
                self.facets[rows, place] = np.where(code < 0, -1, code + vocabulary.facets.offsets[place])
        for place, name in enumerate(vocabulary.facets.numbers):
            if name.startswith(PERSON_PREFIX):
                if len(facts.numbers):
                    self.numbers[rows, place] = np.where(named, facts.numbers[person, place], np.nan)
            elif name in given:
                self.numbers[rows, place] = numbers(given[name])
