"""`slotwise bench` runs what stands in bench/ of a checkout."""

from pathlib import Path

import pytest

from slotwise.bench_command import Bench, run
from slotwise.errors import NoCheckoutError


@pytest.mark.parametrize("place", ["bench/speed.py", "bench/speed/__main__.py"])
def test_a_benchmark_runs_from_the_projects_root(tmp_path: Path, place: str) -> None:
    """The module or package bench.<name> gets the arguments, the root as working directory, and its status is kept."""
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).with_name("__init__.py").touch()
    (tmp_path / place).write_text(
        "import pathlib, sys\npathlib.Path('seen').write_text(' '.join(sys.argv[1:]))\nsys.exit(5)\n"
    )

    assert run(tmp_path, Bench.SPEED, ["--quick", "--json"]) == 5
    assert (tmp_path / "seen").read_text() == "--quick --json"


def test_an_installed_package_says_where_the_benchmarks_are(tmp_path: Path) -> None:
    """Without bench/ the error tells to use a checkout."""
    with pytest.raises(NoCheckoutError) as caught:
        run(tmp_path, Bench.QUALITY, [])

    assert "checkout" in caught.value.hint
