"""One call from texts of files and of a mapping to an imported data set folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from slotwise.analysis.query import parquet
from training.sources.importing import import_dataset


@dataclass
class Imported:
    """An imported folder, its description, and its tables as lists of dicts."""

    folder: Path
    summary: dict[str, Any]

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of one Parquet file, in its order."""
        path = self.folder / f"{name}.parquet"
        if not path.is_file():
            return []
        with duckdb.connect() as connection:
            found = connection.execute(f"SELECT * FROM {parquet(path)}")
            columns = [column[0] for column in found.description]
            return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


@pytest.fixture
def run_import(tmp_path):
    """Write input files (name -> text or bytes) and a mapping, import them, and give what came out."""

    def run(mapping: str, files: dict[str, str | bytes], out: str = "out") -> Imported:
        source = tmp_path / "in"
        source.mkdir(exist_ok=True)
        for name, content in files.items():
            (source / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        (tmp_path / "mapping.toml").write_text('name = "test"\n' + mapping, encoding="utf-8")
        summary = import_dataset(tmp_path / "mapping.toml", source, tmp_path / out)
        return Imported(tmp_path / out, summary)

    return run
