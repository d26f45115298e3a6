"""`slotwise bench` runs what stands in bench/ of a checkout."""

import pytest

from slotwise.bench_command import Bench, run
from slotwise.errors import NoCheckoutError


def test_a_benchmark_runs_from_the_projects_root(tmp_path):
    """The module bench.<name> gets the arguments, the project's root as working directory, and its status is kept."""
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench" / "speed.py").write_text(
        "import pathlib, sys\npathlib.Path('seen').write_text(' '.join(sys.argv[1:]))\nsys.exit(5)\n"
    )

    assert run(tmp_path, Bench.SPEED, ["--quick", "--json"]) == 5
    assert (tmp_path / "seen").read_text() == "--quick --json"


def test_an_installed_package_says_where_the_benchmarks_are(tmp_path):
    """Without bench/ the error tells to use a checkout."""
    with pytest.raises(NoCheckoutError) as caught:
        run(tmp_path, Bench.QUALITY, [])

    assert "checkout" in caught.value.hint
