"""The kernel's benchmark runs, compares every bit and says both in JSON and in a table."""

import json

import pytest

pytest.importorskip("lightgbm", reason="LightGBM comes with the extra [train]")

from bench.kernel import main

SMALL = ["--trees", "3", "--candidates", "7", "--products", "20", "--rounds", "1"]


def test_it_reports_ratios_and_equal_bits(capsys: pytest.CaptureFixture[str]) -> None:
    """Both kernels give LightGBM's bits, and the status says so."""
    assert main([*SMALL, "--json"]) == 0
    lines = json.loads(capsys.readouterr().out)
    assert [line["kernel"] for line in lines] == ["numba", "numpy"]
    assert all(line["bit_equal"] and line["ratio"] > 0 for line in lines)


def test_it_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """For people: one line a model and kernel."""
    main(SMALL)
    assert len(capsys.readouterr().out.splitlines()) == 3
