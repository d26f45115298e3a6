"""The notebooks run from the first cell to the last, as a reader would run them, on a world small enough for a test."""

import copy
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("[0-9]*.py"))
SMALL = {
    "PERSONS": 150,
    "DAYS": 10,
    "SETTINGS": ["ranker.trees=20", "occasions=200", "retrieve=40"],
    "CASES": 60,
    "DRAWS": 100,
}
"""Parameters that make every notebook a matter of seconds."""
EVERY = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def tagged(notebook: nbformat.NotebookNode) -> list[int]:
    """Places of the cells with the tag `parameters`."""
    return [at for at, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])]


def with_parameters(notebook: nbformat.NotebookNode, parameters: dict[str, object]) -> nbformat.NotebookNode:
    """Return the notebook with other values of those parameters that it has, as papermill would set them."""
    changed = copy.deepcopy(notebook)
    (place,) = tagged(notebook)
    known = notebook.cells[place].source
    lines = [f"{name} = {value!r}" for name, value in parameters.items() if name in known]
    changed.cells.insert(place + 1, nbformat.v4.new_code_cell("\n".join(lines)))
    return changed


def pictures(notebook: nbformat.NotebookNode) -> int:
    """How many outputs are plots."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return sum("image/svg+xml" in each.get("data", {}) for each in outputs)


@pytest.mark.slow
@EVERY
def test_a_notebook_runs(path, tmp_path):
    """Every cell runs without an error, and the reader sees plots."""
    notebook = with_parameters(jupytext.read(path), {**SMALL, "FOLDER": str(tmp_path)})
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(path.parent)}}).execute()

    assert pictures(notebook) >= 2


@EVERY
def test_a_notebook_is_a_percent_script(path):
    """It reads as a notebook: a title, one cell of parameters, and words before every larger step."""
    notebook = jupytext.read(path)

    assert notebook.cells[0].source.startswith("# ")
    assert len(tagged(notebook)) == 1
    assert sum(cell.cell_type == "markdown" for cell in notebook.cells) >= 4
    assert not any(cell.get("outputs") for cell in notebook.cells)


def test_there_are_four():
    """The four that the documentation names."""
    assert [path.stem for path in NOTEBOOKS] == [
        "01_explore_interactions",
        "02_train_and_compare",
        "03_add_a_candidate_generator",
        "04_why_this_content",
    ]
