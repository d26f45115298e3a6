"""Edits of one entry from the command line: fields that are set, the entry taken away, or the editor."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from service.configuration.edits import Edit, entry_deleted, entry_of, entry_patched, entry_put
from slotwise.configuration import Configuration
from slotwise.documents import kinds
from slotwise.errors import ConfigurationError, UnknownDocumentError


def edited(kind: str, name: str, given: list[str], delete: bool) -> Edit:
    """Return the edit that a command asks for; raise ConfigurationError for a field that cannot be read."""
    if delete:
        return entry_deleted(kind, name)
    if not given:
        return lambda before: entry_put(kind, name, _in_editor(before, kind, name))(before)
    fields = patch(given)

    def change(before: Configuration) -> Mapping[str, Any]:
        if name in before.entries.get(kind, {}):
            return entry_patched(kind, name, fields)(before)
        return entry_put(kind, name, fields)(before)

    return change


def patch(given: list[str]) -> dict[str, Any]:
    """Return fields as a merge patch: `slots=2`, `contact.most=1`, `when=context.channel == "app"`, `title=`."""
    found: dict[str, Any] = {}
    for each in given:
        path, equals, text = each.partition("=")
        names = path.strip().split(".")
        if not equals or not all(names):
            raise ConfigurationError("a field cannot be read", expected="field=value", given=each)
        place = found
        for name in names[:-1]:
            place = place.setdefault(name, {})
        place[names[-1]] = _value(text)
    return found


def _value(text: str) -> Any:
    if not text.strip():
        return None
    try:
        return orjson.loads(text)
    except ValueError:
        # Conditions and titles need no quotes around them.
        return text


def _in_editor(before: Configuration, kind: str, name: str) -> Any:
    try:
        entry = entry_of(before, kind, name)
    except UnknownDocumentError:
        if kind not in kinds():
            raise
        entry = {kinds()[kind].key: name}
    text = orjson.dumps(entry, option=orjson.OPT_INDENT_2).decode()
    try:
        return orjson.loads(_written(text))
    except ValueError as error:
        raise ConfigurationError(f"what was written is not JSON: {error}") from error


def _written(text: str) -> str:
    """What a person makes of a text in the editor that VISUAL or EDITOR names."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entry.json"
        path.write_text(text + "\n", encoding="utf-8")
        try:
            subprocess.run([*shlex.split(editor), str(path)], check=True)
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            raise ConfigurationError(
                f"{editor} did not edit the entry: {error}", hint="use --set field=value"
            ) from error
        return path.read_text(encoding="utf-8")
