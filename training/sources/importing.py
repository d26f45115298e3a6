"""import_dataset: from input files and a mapping to a data set folder, with every row accounted for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from slotwise.analysis.query import connect
from slotwise.errors import SourceError
from slotwise.log import DECISION
from training.sources.cells import Cell
from training.sources.counting import count_rows
from training.sources.entities import KEYS, entity_cells
from training.sources.events import event_cells, event_key
from training.sources.files import Table, find_files, open_table
from training.sources.folder import new_folder
from training.sources.impressions import impression_cells
from training.sources.keys import NO_KEY, find_repeats, row_key
from training.sources.mapping import Contents, Events, Impressions, Mapping, Persons, Products, Section, read_mapping
from training.sources.ready import mapping_path
from training.sources.rejects import write_rejects
from training.sources.stage import Staged, stage
from training.sources.writing import describe, period, write_dataset

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done and how many there are."""


@dataclass
class Import:
    """One import under way."""

    mapping: Mapping
    connection: duckdb.DuckDBPyConnection
    scratch: Path
    staged: list[Staged] = field(default_factory=list)

    def read(self, kind: str, place: int, section: Section, path: Path) -> None:
        """Read one file of a section."""
        number = len(self.staged)
        table = open_table(self.connection, path, number, section)
        cells, key = _cells(table, section)
        target = self.scratch / f"{number}.parquet"
        self.staged.append(stage(self.connection, (kind, place), table, cells, key, target))

    def finish(self, out: Path) -> dict[str, Any]:
        """Write the folder and return its description."""
        kinds = sorted({each.kind for each in self.staged})
        for kind in kinds:
            find_repeats(self.connection, [each for each in self.staged if each.kind == kind])
        rejects = write_rejects(self.connection, self.staged, out)
        rows = count_rows(self.connection, self.staged)
        if not any(rows[kind]["accepted"] for kind in ("events", "impressions") if kind in rows):
            raise SourceError("Not one row can be used.", given=rejects, hint="Check the mapping against the input.")
        files = write_dataset(self.connection, self.mapping, self.staged, out)
        counts = {"rows": rows, "rejects": rejects, "files": files, "period": period(self.connection, out)}
        return describe(self.mapping, out, counts)


def import_dataset(
    mapping: Path | str, inputs: Path | Sequence[Path], out: Path, progress: Progress | None = None
) -> dict[str, Any]:
    """Import files into the data set folder `out` and return its description, what is also in dataset.json.

    `mapping` is a TOML file or the name of a ready mapping; `inputs` a folder or files. The folder appears
    only when it is complete. Raises SourceError, and leaves `out` as it was, when the input is not what the
    mapping says or when no row at all can be used.
    """
    checked = read_mapping(mapping_path(mapping))
    places = [inputs] if isinstance(inputs, Path) else list(inputs)
    work = [(*section, path) for section in sections(checked) for path in find_files(section[2], places)]
    report = progress or (lambda what, done, total: None)
    with new_folder(out) as (target, scratch), connect(scratch) as connection:
        running = Import(checked, connection, scratch)
        for done, (kind, place, section, path) in enumerate(work):
            report(f"reading {path.name}", done, len(work) + 1)
            running.read(kind, place, section, path)
        report("sorting and writing", len(work), len(work) + 1)
        summary = running.finish(target)
        report("imported", len(work) + 1, len(work) + 1)
    return summary


def sections(mapping: Mapping) -> list[tuple[str, int, Section]]:
    """All sections of a mapping as (kind, number within the kind, section)."""
    several = {"events": mapping.events, "impressions": mapping.impressions}
    listed: list[tuple[str, int, Section]] = [
        (kind, place, each) for kind, those in several.items() for place, each in enumerate(those)
    ]
    single = {"products": mapping.products, "contents": mapping.contents, "persons": mapping.persons}
    return listed + [(kind, 0, each) for kind, each in single.items() if each is not None]


def _cells(table: Table, section: Section) -> tuple[dict[str, Cell], str]:
    """Cells of a section's rows and the SQL of the key by which repeated rows are known."""
    if isinstance(section, Events):
        row = event_cells(table, section)
        return row, event_key(section, row)
    if isinstance(section, Impressions):
        row = impression_cells(table, section)
        made_up = () if section.decision else (DECISION,)
        return row, row_key(name for name in row if name not in made_up) if section.unique_rows else NO_KEY
    assert isinstance(section, Products | Contents | Persons)
    return entity_cells(table, section), KEYS[type(section)]
