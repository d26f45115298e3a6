"""The benchmark of shadows runs, stops a real one in every other turn, and tells what it used."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("lightgbm", reason="LightGBM comes with the extra [train]")

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_both_kinds_of_turns_are_measured() -> None:
    """As many requests with the shadow at work as without it, and the shadow itself has answered some."""
    small = ("--rate", "20", "--seconds", "1", "--turns", "4", "--settle", "12")
    command = [sys.executable, "-m", "bench.shadow", *small]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    counts = dict(re.findall(r"^(without|with) +(\d+) requests", done.stdout, re.MULTILINE))
    answered = re.search(r"the shadow answered (\d+)", done.stdout)

    assert counts["without"] == counts["with"] == "40"
    assert answered is not None
    assert int(answered[1]) > 0


def test_a_server_without_a_shadow_is_no_measurement() -> None:
    """Nothing is stopped or continued by chance."""
    from bench.shadow import _shadow_of

    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        with pytest.raises(SystemExit, match="has not begun"):
            _shadow_of(child.pid)
    finally:
        child.communicate(b"\n")
