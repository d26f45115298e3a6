"""Peers' results as JSON files, named by a digest of the data and of the code that made them."""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import re
from pathlib import Path

from bench.quality.measures import from_json
from bench.quality.protocols import Protocol
from bench.quality.tuning import Result

HERE = Path(__file__).parent
FOLDER = HERE / ".cache"
NOT_PART = ("ours.py", "__main__.py", "table.py", "cache.py", "intervals.py")  # changes no peer's answers


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
    shared = [file for file in HERE.glob("*.py") if file.name not in NOT_PART]
    own = [Path(inspect.getfile(cls)) for cls in (*type(protocol).__mro__, *model.__mro__) if _is_ours(cls)]
    data = [protocol.data / name for name in protocol.files]
    digest = hashlib.sha256()
    for file in sorted({*shared, *own, *(HERE / "metrics").glob("*.py")}):
        digest.update(_code(file))
    for file in data:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _code(file: Path) -> bytes:
    """The file's statements without comments, layout and docstrings, which change no result."""
    tree = ast.parse(file.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.dump(tree).encode()


def _is_ours(cls: type) -> bool:
    return cls.__module__.startswith("bench.quality")
