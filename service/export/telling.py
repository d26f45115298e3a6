"""Telling: what a folder of the log holds, as dataset.json says it to whoever reads the folder."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from service.export.facts import NUMBER, TEXT, Facts
from service.export.kinds import Kinds
from service.export.manifest import PARTS, Manifest
from slotwise import log
from slotwise.model import Model


def describe(
    folder: Path,
    manifest: Manifest,
    model: Model | None,
    beside: Mapping[str, int],
    started: int,
    written: int,
    kinds: Kinds,
) -> dict[str, Any]:
    """Write the document and return it. `beside` are rows by file of what has no days, `started` is ms UTC, and
    `written` how many files changed."""

    def total(days: Mapping[str, Iterable[Any]]) -> int:
        return sum(list(each)[2] for each in days.values())

    rows = {name: total(getattr(manifest, name)) for name in PARTS} | dict(beside)
    document = {
        "name": "live" if model is None else model.name,
        "source": log.LIVE,
        "until": started,
        "rows": rows,
        "days_written": written,
        "facts": {"categories": _of(kinds.facts, TEXT), "numbers": _of(kinds.facts, NUMBER)},
        "left_out": kinds.attributes.misfits | kinds.facts.misfits,
    }
    aside = folder / f".{log.DATASET_FILE}"
    aside.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    aside.replace(folder / log.DATASET_FILE)
    return document


def _of(facts: Facts, kind: str) -> list[str]:
    return sorted(name for name, each in facts.kinds.items() if each == kind)
