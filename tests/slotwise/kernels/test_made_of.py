"""Machine code that is kept is made anew when anything that is compiled into it changes, and only then."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from slotwise.kernels.made_of import digest

SOURCES = {
    "__init__.py": "",
    "numbers_.py": "STEP = 1\n",
    "deep.py": "from slotwise.kernels.machine_code import part\n@part\ndef deep(x):\n    return x + 10\n",
    "near.py": "from house.deep import deep\nfrom house.numbers_ import STEP\n"
    "from slotwise.kernels.machine_code import part\n@part\ndef near(x):\n    return deep(x) + STEP\n",
    "beside.py": "def said():\n    return 'not compiled'\n",
    "kernel.py": "from numba import int64\nfrom house.near import near\n"
    "from slotwise.kernels.machine_code import compiled\n@compiled(int64, returns=int64)\ndef kernel(x):\n"
    "    return near(x) + 100\n",
}
ASK = "from house.kernel import kernel; print(kernel(1000), sum(kernel.stats.cache_hits.values()))"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A package of a kernel, its part, the part's part and a number that it takes from a fourth module."""
    folder = tmp_path / "house"
    folder.mkdir()
    for name, source in SOURCES.items():
        (folder / name).write_text(source)
    return folder


def _ask(house: Path) -> tuple[int, bool]:
    """What a new process answers, and whether it found the machine code."""
    places = {"PYTHONPATH": os.pathsep.join([str(house.parent), *sys.path]), "PYTHONDONTWRITEBYTECODE": "1"}
    places["XDG_CACHE_HOME"] = str(house.parent / "cache")
    done = subprocess.run(
        [sys.executable, "-c", ASK], env={**os.environ, **places}, text=True, capture_output=True, check=True
    )
    answer, found = done.stdout.split()
    return int(answer), found != "0"


def test_who_edits_a_part_sees_the_new_answer(house: Path) -> None:
    """A part of a part counts, and so does a number from another module; what nobody calls does not."""
    assert [_ask(house), _ask(house)] == [(1111, False), (1111, True)]
    (house / "deep.py").write_text(SOURCES["deep.py"].replace("+ 10", "+ 20"))
    assert _ask(house) == (1121, False)
    (house / "numbers_.py").write_text("STEP = 2\n")
    assert _ask(house) == (1122, False)
    (house / "beside.py").write_text("def said():\n    return 'another'\n")
    assert _ask(house) == (1122, True)


def test_so_does_who_installed_it_where_nothing_can_be_written(house: Path) -> None:
    """Machine code that lies elsewhere than its source is known by the same digest."""
    (house / "__pycache__").write_text("a file, so that nobody makes a folder of this name")
    assert _ask(house) == (1111, False)
    (house / "deep.py").write_text(SOURCES["deep.py"].replace("+ 10", "+ 20"))
    assert [_ask(house), _ask(house)] == [(1121, False), (1121, True)]


def test_a_kernel_is_made_of_its_own_parts() -> None:
    """Two modules of kernels have two digests, and each has the same one when it is asked again."""
    names = ["slotwise.kernels.page_numba", "slotwise.kernels.board_numba"]
    for name in names:
        __import__(name)
    assert len({digest(name) for name in names}) == 2
    assert digest(names[0]) == digest(names[0])


def test_what_has_no_source_is_refused() -> None:
    """Nobody can tell whether a built-in module has changed, so nothing that is made of it is kept."""
    with pytest.raises(OSError, match="no source"):
        digest("builtins")
