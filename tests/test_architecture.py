"""How the house is built: imports one way, no pickle, a test for every file, small files."""

import ast
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PACKAGES = ("slotwise", "training", "service")
SOURCES = sorted(path.relative_to(PROJECT) for package in PACKAGES for path in (PROJECT / package).rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc"}
UNSAFE_MODULES = {"pickle", "cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve"}
UNSAFE_CALLS = {"eval", "exec"}


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a source file."""
    return ast.parse((PROJECT / path).read_text(encoding="utf-8"))


def unsafe(tree: ast.AST) -> list[str]:
    """What in a syntax tree could run code out of data: the offending names with their lines."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name.partition(".")[0] for alias in node.names]
            found += [f"{node.lineno}: import {name}" for name in names if name in UNSAFE_MODULES]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in UNSAFE_MODULES:
            found.append(f"{node.lineno}: from {node.module}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in UNSAFE_CALLS:
            found.append(f"{node.lineno}: {node.func.id}()")
        elif isinstance(node, ast.Call):
            found += [
                f"{node.lineno}: allow_pickle"
                for keyword in node.keywords
                if keyword.arg == "allow_pickle" and getattr(keyword.value, "value", True) is not False
            ]
    return found


def test_import_contracts_hold():
    """The contracts of pyproject.toml are kept: layers, cycles, owners of libraries, slim serving."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


def test_nothing_unpickles_or_evaluates():
    """No file loads pickles or evaluates text, so that no bundle and no request can bring code along."""
    found = {str(path): unsafe(parsed(path)) for path in SOURCES}

    assert {path: places for path, places in found.items() if places} == {}


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("import pickle", 1),
        ("from joblib import load", 1),
        ("eval('1')", 1),
        ("np.load(path, allow_pickle=True)", 1),
        ("np.load(path, allow_pickle=asked)", 1),
        ("np.load(path, allow_pickle=False)", 0),
        ("model.eval()", 0),
    ],
)
def test_the_check_itself_sees_unsafe_code(code, count):
    """The check above finds what it is there to find, and nothing else."""
    assert len(unsafe(ast.parse(code))) == count


WALKED = Path("slotwise", "errors")
"""A room of classes without code: its contract test walks every file, and there is nothing else to test."""


def test_every_file_has_its_test():
    """The tests mirror the code: package/room/file.py is tested by tests/package/room/test_file.py."""
    files = [path for path in SOURCES if path.name != "__init__.py" and path.parent != WALKED]
    mirrored = {path: Path("tests", path.parent, f"test_{path.name}") for path in files}

    assert [str(test) for test in mirrored.values() if not (PROJECT / test).is_file()] == []


def test_every_file_says_what_it_is():
    """A module begins with a docstring and has a name that says something."""
    assert [str(path) for path in SOURCES if not ast.get_docstring(parsed(path))] == []
    assert [str(path) for path in SOURCES if path.stem in VAGUE] == []


def test_files_are_small():
    """Half of the files fit on two screens: the median is below 100 lines."""
    lines = [len((PROJECT / path).read_text().splitlines()) for path in SOURCES]

    assert statistics.median(lines) < 100


def test_no_test_folder_is_a_package():
    """tests/slotwise must not hide the package slotwise, so no folder of tests has an __init__.py."""
    assert list((PROJECT / "tests").rglob("__init__.py")) == []
