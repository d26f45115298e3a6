"""Peers' results as JSON files, named by a digest of the data and of the code that made them."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from pathlib import Path

from bench.quality.measures import from_json
from bench.quality.protocols import Protocol
from bench.quality.tuning import Result

HERE = Path(__file__).parent
FOLDER = HERE / ".cache"
PACKAGE = "bench.quality"


def path_of(protocol: Protocol, model: type) -> Path:
    """Where this model's result on this set is kept; another path when data, protocol or the model's file change."""
    slug = re.sub(r"[^a-z0-9]+", "-", model.name.lower()).strip("-")  # type: ignore[attr-defined]
    return FOLDER / f"{protocol.name()}.{slug}.{_digest(protocol, model)}.json"


def read(path: Path) -> Result | None:
    """The kept result, or None where there is none."""
    if not path.is_file():
        return None
    found = json.loads(path.read_text())
    measures = {name: from_json(measure) for name, measure in found.pop("measures").items()}
    return Result(measures=measures, **found)


def write(path: Path, result: Result) -> None:
    """Keep the result, and drop older ones of the same set and model."""
    path.parent.mkdir(exist_ok=True)
    for old in path.parent.glob(f"{path.name.rsplit('.', 2)[0]}.*.json"):
        old.unlink()
    found = {
        "name": result.name,
        "reference": result.reference,
        "chosen": result.chosen,
        "seconds": round(result.seconds, 1),
        "measures": {name: measure.to_json() for name, measure in result.measures.items()},
    }
    path.write_text(json.dumps(found))


def _digest(protocol: Protocol, model: type) -> str:
    digest = hashlib.sha256()
    for file in sorted(sources(type(protocol).__module__, model.__module__, f"{PACKAGE}.tuning")):
        digest.update(_code(file))
    for name in protocol.files:
        digest.update((protocol.data / name).read_bytes())
    return digest.hexdigest()[:16]


def sources(*modules: str) -> set[Path]:
    """The files of these modules and of every module of the benchmark that they import, directly or not."""
    found: set[Path] = set()
    waiting = list(modules)
    while waiting:
        file = _file_of(waiting.pop())
        if file is None or file in found:
            continue
        found.add(file)
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
                waiting += [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


def _file_of(module: str) -> Path | None:
    place = HERE.joinpath(*module.removeprefix(PACKAGE).strip(".").split("."))
    return next((file for file in (place / "__init__.py", place.with_suffix(".py")) if file.is_file()), None)


def _code(file: Path) -> bytes:
    """The file's statements without comments, layout and docstrings, which change no result."""
    tree = ast.parse(file.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.dump(tree).encode()
