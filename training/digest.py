"""Digest of a data set: one short name for exactly these bytes, for MLflow and for reports."""

import hashlib
from pathlib import Path

BLOCK = 1 << 20


def digest(folder: Path) -> str:
    """SHA-256 (hex) over names and bytes of the folder's Parquet files, in the order of their names; files that are
    kept by day follow those of the folder itself, under their folder's name."""
    total = hashlib.sha256()
    for path in [*sorted(folder.glob("*.parquet")), *sorted(folder.glob("*/day=*.parquet"))]:
        total.update(f"{path.relative_to(folder).as_posix()}:{path.stat().st_size}:".encode())
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                total.update(block)
    return total.hexdigest()
