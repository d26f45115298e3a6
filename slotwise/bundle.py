"""Bundle: a model version as a folder of plain arrays and documents, with a checksum for every file.

Nothing in it can run: arrays are .npy without objects, documents are JSON. The manifest is written
last; the same model gives the same folder, byte for byte.
"""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from slotwise.errors import BundleError

FORMAT = 1
MANIFEST = "manifest.json"
Documents = dict[str, Any]
Arrays = dict[str, NDArray[Any]]


def write(
    folder: Path, documents: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], texts: Mapping[str, str]
) -> str:
    """Write a new folder and return its digest; raise BundleError if the folder has files already."""
    if folder.exists() and any(folder.iterdir()):
        raise BundleError(f"{folder} is not empty", expected="a new or empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in documents.items():
        (folder / f"{name}.json").write_bytes(_dumped(document))
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text.encode())
    for name, array in arrays.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        np.save(folder / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)
    files = {str(path.relative_to(folder)): _checksum(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    (folder / MANIFEST).write_bytes(_dumped({"format": FORMAT, "files": files}))
    return digest(folder)


def digest(folder: Path) -> str:
    """Return the SHA-256 of the manifest, which holds the checksums of all other files."""
    return _checksum(folder / MANIFEST)


def verify(folder: Path) -> None:
    """Raise BundleError unless every file is there, none is unknown, and every checksum is right.

    The manifest itself must be written as `write` writes it: a change of one byte anywhere is found.
    """
    manifest = _manifest(folder)
    if _dumped(manifest) != (folder / MANIFEST).read_bytes():
        raise BundleError(f"{folder.name}: {MANIFEST} is damaged", hint="publish the version again")
    expected = manifest["files"]
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    if found != set(expected):
        strange = sorted(found ^ set(expected))
        raise BundleError(f"{folder.name}: {strange[0]} is missing or unknown", expected="the files of the manifest")
    for name, checksum in expected.items():
        if _checksum(folder / name) != checksum:
            raise BundleError(f"{folder.name}: {name} is damaged", expected=checksum, hint="publish the version again")


def read(folder: Path) -> tuple[Documents, Arrays]:
    """Map the arrays and read the documents, without verifying; raise BundleError when something is amiss."""
    documents: Documents = {}
    arrays: Arrays = {}
    for name in _manifest(folder)["files"]:
        path, (stem, ending) = folder / name, os.path.splitext(name)
        try:
            if ending == ".json":
                documents[stem] = orjson.loads(path.read_bytes())
            elif ending == ".npy":
                arrays[stem] = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise BundleError(f"{folder.name}: {name} cannot be read: {error}") from error
    return documents, arrays


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = orjson.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise BundleError(f"{folder} has no readable manifest", expected=MANIFEST) from error
    if (
        not isinstance(manifest, dict)
        or manifest.get("format") != FORMAT
        or not isinstance(manifest.get("files"), dict)
    ):
        raise BundleError(f"{folder.name} has another format", expected=FORMAT, hint="train it again")
    return manifest


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _dumped(document: Any) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)
